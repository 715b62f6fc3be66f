//! Filling in modals.

use serde_json::{Value, json};

use super::{Action, Beginning, Impossible, Person, begin, note};
use crate::transcript::Entry;
use crate::world::World;
use crate::world::interaction::{Input, Kind, Modal, ModalState};

impl Person {
    /// Fills in a modal and submits it; `fields` is an object from `custom_id`s or labels to texts.
    ///
    /// # Panics
    ///
    /// When it cannot be submitted.
    #[track_caller]
    #[expect(clippy::needless_pass_by_value, reason = "a test writes json!({…}) in its place")]
    pub fn submits(&self, modal: &Modal, fields: Value) -> Action {
        match self.try_submits(modal, &fields) {
            Ok(action) => action,
            Err(why) => panic!("cannot submit {:?}: {why}", modal.title),
        }
    }

    /// Fills in a modal and submits it. Inputs that are not named keep what they are filled with.
    ///
    /// # Errors
    ///
    /// When the modal is not open for this person, or a field takes no such text.
    pub fn try_submits(&self, modal: &Modal, fields: &Value) -> Result<Action, Impossible> {
        let mut world = self.shared.world();
        let state = world.modals.get(&modal.id).filter(|state| state.modal.person == self.id);
        let state = state.filter(|state| is_open(&world, state)).ok_or(Impossible::ModalClosed)?;
        let modal = state.modal.clone();
        let known = |name: &String| modal.inputs.iter().any(|input| named(input, name));
        if let Some(unknown) = fields.as_object().and_then(|fields| fields.keys().find(|name| !known(name))) {
            return Err(Impossible::NotThere {
                wanted: unknown.clone(),
                there: modal.inputs.into_iter().map(|input| input.custom_id).collect(),
            });
        }
        for input in &modal.inputs {
            accept(input, &filled(input, fields)).map_err(Impossible::BadValue)?;
        }
        Ok(self.submit(&mut world, &modal, fields))
    }

    /// Submits a modal that may be closed, with whatever texts.
    #[expect(clippy::needless_pass_by_value, reason = "a test writes json!({…}) in its place")]
    pub fn forges_submit(&self, modal: &Modal, fields: Value) -> Action {
        let mut world = self.shared.world();
        note(&mut world, self.id, modal.channel, "submitted a modal once more:".to_owned());
        self.submit(&mut world, modal, &fields)
    }

    /// Closes a modal without submitting it.
    pub fn closes(&self, modal: &Modal) {
        if let Some(state) = self.shared.world().modals.get_mut(&modal.id) {
            state.closed = true;
        }
    }

    fn submit(&self, world: &mut World, modal: &Modal, fields: &Value) -> Action {
        let values: Vec<(String, String)> = modal.inputs.iter().map(|input| (input.custom_id.clone(), filled(input, fields))).collect();
        let entry = Entry::Submitted {
            place: world.place_of(modal.channel),
            who: world.name_of(self.id, world.guild_of(modal.channel)),
            modal: modal.clone(),
            values: values.clone(),
        };
        world.log.push(entry);
        let rows: Vec<Value> = modal.components.iter().filter_map(|row| submitted(row, &values)).collect();
        let source = modal.source.and_then(|id| world.messages.get(&id)).cloned();
        let owners = world.interactions.get(&modal.id).map(|it| it.owners.clone()).unwrap_or_default();
        let it = Beginning {
            kind: Kind::Modal,
            person: self.id,
            channel: modal.channel,
            name: modal.custom_id.clone(),
            owners,
            data: json!({"custom_id": modal.custom_id, "components": rows}),
            source: source.as_ref(),
        };
        let action = begin(&self.shared, world, it);
        if let Some(state) = world.modals.get_mut(&modal.id) {
            state.submission = Some(action.id());
        }
        action
    }
}

/// A modal stays open until it is closed, or submitted and acknowledged. One whose submission
/// failed can be submitted again.
fn is_open(world: &World, state: &ModalState) -> bool {
    let submission = state.submission.and_then(|id| world.interactions.get(&id));
    !state.closed && submission.is_none_or(|it| it.failed)
}

fn named(input: &Input, name: &str) -> bool {
    input.custom_id == name || input.label == name
}

fn filled(input: &Input, fields: &Value) -> String {
    let own = |name: &str| fields.get(name).and_then(Value::as_str);
    own(&input.custom_id).or_else(|| own(&input.label)).unwrap_or(&input.value).to_owned()
}

fn accept(input: &Input, text: &str) -> Result<(), String> {
    let count = text.chars().count() as u64;
    let label = &input.label;
    if count == 0 {
        return if input.required { Err(format!("{label:?} must be filled in")) } else { Ok(()) };
    }
    if (input.min..=input.max).contains(&count) {
        return Ok(());
    }
    Err(format!("{label:?} takes {} to {} characters, not {count}", input.min, input.max))
}

/// A row or a label of a modal, as the bot gets it.
fn submitted(row: &Value, values: &[(String, String)]) -> Option<Value> {
    let one = |input: &Value| {
        let id = input["custom_id"].as_str().unwrap_or_default();
        let value = values.iter().find(|(known, _)| known == id).map(|(_, value)| value);
        match input["type"].as_u64() {
            Some(4) => json!({"type": 4, "id": 1, "custom_id": id, "value": value}),
            kind => json!({"type": kind, "id": 1, "custom_id": id, "values": []}),
        }
    };
    match row["type"].as_u64() {
        Some(1) => {
            let inner = row["components"].as_array().map(Vec::as_slice).unwrap_or_default();
            Some(json!({"type": 1, "id": 1, "components": inner.iter().map(one).collect::<Vec<_>>()}))
        }
        Some(18) => Some(json!({"type": 18, "id": 1, "component": one(&row["component"])})),
        _ => None,
    }
}
