//! The transcript reads like a chat.

use loopback_discord::Loopback;
use serde_json::json;

use crate::bot::{Bot, modal};

#[tokio::test]
async fn a_transcript_reads_like_a_chat() {
    let discord = Loopback::builder().bot_name("Mockingbird").start().await;
    let guild = discord.guild("Study group");
    let general = guild.channel("general");
    let ann = discord.person("ann");
    ann.set_global_name("Ann").joins(&guild);
    let mut bot = Bot::start(&discord).await;

    drop(ann.says(&general, "Anybody for an interview?"));
    let action = ann.types_command(&general, "interview", json!({"topic": "python"}));
    let card = json!({"type": 4, "data": {"flags": 64,
        "embeds": [{
            "author": {"name": "Question 2 of 5"},
            "title": "Weak dictionaries",
            "description": "What happens to an entry when **nothing else** refers to its key?\n```python\nd = WeakKeyDictionary()\nd[key] = 1\n```",
            "fields": [
                {"name": "Level", "value": "senior", "inline": true},
                {"name": "Time", "value": "3 minutes", "inline": true},
            ],
            "footer": {"text": "Private: only you see this."},
        }],
        "components": [{"type": 1, "components": [
            {"type": 2, "style": 1, "label": "Answer", "custom_id": "a"},
            {"type": 2, "style": 2, "label": "Hint", "emoji": {"name": "💡"}, "custom_id": "h"},
            {"type": 2, "style": 2, "label": "Skip", "custom_id": "s", "disabled": true},
            {"type": 2, "style": 5, "label": "Docs", "url": "https://docs.python.org"},
        ]}],
    }});
    bot.answers(card).await;
    let shown = action.response().await.message();
    let action = ann.presses(&shown, "Answer");
    bot.answers(modal("m")).await;
    let opened = action.response().await.modal();
    let answer = "The entry vanishes as soon as the last strong reference to the key is gone.";
    let action = ann.submits(&opened, json!({"answer": answer}));
    bot.answers(json!({"type": 7, "data": {"content": "✓ Right.", "embeds": [], "components": []}})).await;
    assert_eq!(action.response().await.text(), "✓ Right.");

    // Written anew with `LOOPBACK_BLESS=1`.
    if std::env::var_os("LOOPBACK_BLESS").is_some() {
        std::fs::write("tests/all/transcript.txt", discord.transcript()).unwrap();
    }
    assert_eq!(discord.transcript(), include_str!("transcript.txt"));
}
