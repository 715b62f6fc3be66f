//! Embeds: up to ten, and 6000 characters in all.

use serde_json::Value;

use super::Form;

const WEB: &[&str] = &["http", "https"];
const IMAGE: &[&str] = &["http", "https", "attachment"];

/// Checks embeds and returns them as Discord keeps them, trimmed and marked as `rich`.
pub(crate) fn check(form: &mut Form, value: &Value, at: &str) -> Vec<Value> {
    let mut total = 0;
    let embeds: Vec<Value> = form
        .list(value, at, 0..=10)
        .iter()
        .enumerate()
        .filter_map(|(index, embed)| one(form, embed, &format!("{at}.{index}"), &mut total))
        .collect();
    if total > 6000 {
        form.fault(at, "MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of 6000");
    }
    embeds
}

/// Checks one embed; an empty one vanishes, as it does on Discord.
fn one(form: &mut Form, embed: &Value, at: &str, total: &mut usize) -> Option<Value> {
    let Some(object) = embed.as_object() else {
        form.fault(at, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType");
        return None;
    };
    let mut kept = object.clone();
    kept.retain(|_, value| !value.is_null());
    let mut keep = |form: &mut Form, node: &mut Value, key: &str, path: String, limit, must| {
        let text = if must { Some(form.demanded(&node[key], &path, limit)) } else { form.text(&node[key], &path, limit) };
        if let Some(text) = text {
            *total += text.chars().count();
            node[key] = text.into();
        }
    };
    let mut whole = Value::Object(kept);
    for (key, limit) in [("title", 256), ("description", 4096)] {
        keep(form, &mut whole, key, format!("{at}.{key}"), limit, false);
    }
    for (key, name, limit) in [("footer", "text", 2048), ("author", "name", 256)] {
        if whole[key].is_object() {
            let must = key == "author";
            keep(form, &mut whole[key], name, format!("{at}.{key}.{name}"), limit, must);
        }
    }
    let fields = form.list(&embed["fields"], &format!("{at}.fields"), 0..=25).len();
    for index in 0..fields {
        for (key, limit) in [("name", 256), ("value", 1024)] {
            let path = format!("{at}.fields.{index}.{key}");
            keep(form, &mut whole["fields"][index], key, path, limit, true);
        }
    }
    form.url(&embed["url"], &format!("{at}.url"), 2048, WEB);
    for key in ["image", "thumbnail"] {
        form.url(&embed[key]["url"], &format!("{at}.{key}.url"), 2048, IMAGE);
    }
    form.url(&embed["author"]["url"], &format!("{at}.author.url"), 2048, WEB);
    form.number(&embed["color"], &format!("{at}.color"), 0..=0x00FF_FFFF);
    // Looking at a key that is missing makes it null: such keys go again.
    if let Some(object) = whole.as_object_mut() {
        object.retain(|_, value| !value.is_null());
    }
    let says = |key: &str| whole[key].as_str().is_some_and(|text| !text.is_empty());
    let holds = ["author", "footer", "image", "thumbnail"].iter().any(|key| whole[key].is_object());
    let empty = !says("title") && !says("description") && fields == 0 && !holds;
    if empty {
        return None;
    }
    whole["type"] = "rich".into();
    Some(whole)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::faults;

    fn check(embeds: &serde_json::Value, expected: &[&str]) {
        assert_eq!(faults(|form| drop(super::check(form, embeds, "embeds"))), expected);
    }

    #[test]
    fn every_part_has_its_limit() {
        let long = |count| "x".repeat(count);
        check(&json!([{"title": long(256), "description": long(4096)}]), &[]);
        check(&json!([{"title": long(257)}]), &["embeds.0.title BASE_TYPE_MAX_LENGTH"]);
        check(&json!([{"description": long(4097)}]), &["embeds.0.description BASE_TYPE_MAX_LENGTH"]);
        check(&json!([{"footer": {"text": long(2049)}}]), &["embeds.0.footer.text BASE_TYPE_MAX_LENGTH"]);
        check(&json!([{"author": {"name": long(257)}}]), &["embeds.0.author.name BASE_TYPE_MAX_LENGTH"]);
        check(&json!([{"title": "x", "color": 16_777_216}]), &["embeds.0.color NUMBER_TYPE_MAX"]);
        check(&json!([{"title": "x", "url": "ftp://x"}]), &["embeds.0.url URL_TYPE_INVALID_SCHEME"]);
        check(&json!(vec![json!({"title": "x"}); 11]), &["embeds BASE_TYPE_MAX_LENGTH"]);
    }

    #[test]
    fn fields_are_counted_and_never_empty() {
        let field = json!({"name": "n", "value": "v"});
        check(&json!([{"fields": vec![field.clone(); 25]}]), &[]);
        check(&json!([{"fields": vec![field; 26]}]), &["embeds.0.fields BASE_TYPE_MAX_LENGTH"]);
        check(&json!([{"fields": [{"name": " ", "value": "v"}]}]), &["embeds.0.fields.0.name BASE_TYPE_REQUIRED"]);
        check(&json!([{"fields": [{"name": "n"}]}]), &["embeds.0.fields.0.value BASE_TYPE_REQUIRED"]);
    }

    #[test]
    fn all_embeds_together_have_6000_characters() {
        let half = json!({"description": "x".repeat(3000)});
        check(&json!([half, half]), &[]);
        check(&json!([half, half, {"title": "x"}]), &["embeds MAX_EMBED_SIZE_EXCEEDED"]);
    }
}
