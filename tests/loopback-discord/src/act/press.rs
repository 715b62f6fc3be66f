//! Pressing buttons and using select menus.

use serde_json::{Value, json};

use super::{Action, Beginning, Impossible, Person, begin, note};
use crate::world::World;
use crate::world::interaction::Kind;
use crate::world::message::{Message, Select};

impl Person {
    /// Presses the button with this label or `custom_id`.
    ///
    /// # Panics
    ///
    /// When it cannot be pressed.
    #[track_caller]
    pub fn presses(&self, message: &Message, name: &str) -> Action {
        match self.try_presses(message, name) {
            Ok(action) => action,
            Err(why) => panic!("cannot press {name:?}: {why}"),
        }
    }

    /// Presses the button with this label or `custom_id`, as the message is now.
    ///
    /// # Errors
    ///
    /// When the message is not visible, or the button is not there, disabled, or a link.
    pub fn try_presses(&self, message: &Message, name: &str) -> Result<Action, Impossible> {
        let mut world = self.shared.world();
        let message = self.visible(&world, message)?;
        let button = message.button(name).ok_or_else(|| Impossible::NotThere {
            wanted: name.to_owned(),
            there: message.buttons().into_iter().map(|button| button.label).collect(),
        })?;
        if button.disabled {
            return Err(Impossible::Disabled(button.label));
        }
        let Some(custom_id) = button.custom_id else { return Err(Impossible::Link(button.label)) };
        note(&mut world, self.id, message.channel, format!("pressed [ {} ]", button.label));
        let data = json!({"component_type": 2, "custom_id": custom_id, "id": 1});
        Ok(self.component(&mut world, &message, &custom_id, data))
    }

    /// Chooses from the only select menu of a message, by values or labels.
    ///
    /// # Panics
    ///
    /// When these cannot be chosen.
    #[track_caller]
    pub fn selects(&self, message: &Message, choices: &[&str]) -> Action {
        let only = message.selects().into_iter().next().map(|select| select.custom_id).unwrap_or_default();
        match self.try_selects(message, &only, choices) {
            Ok(action) => action,
            Err(why) => panic!("cannot choose {choices:?}: {why}"),
        }
    }

    /// Chooses from the select menu with this placeholder or `custom_id`, as the message is now.
    ///
    /// # Errors
    ///
    /// When the message is not visible, the menu is not there or disabled, or these cannot be chosen.
    pub fn try_selects(&self, message: &Message, name: &str, choices: &[&str]) -> Result<Action, Impossible> {
        let mut world = self.shared.world();
        let message = self.visible(&world, message)?;
        let menus = message.selects();
        let menu = menus.iter().find(|menu| menu.custom_id == name || menu.placeholder == name);
        let menu = menu.ok_or_else(|| Impossible::NotThere {
            wanted: name.to_owned(),
            there: menus.iter().map(|menu| menu.custom_id.clone()).collect(),
        })?;
        if menu.disabled {
            return Err(Impossible::Disabled(name.to_owned()));
        }
        let values = values(menu, choices)?;
        note(&mut world, self.id, message.channel, format!("chose {}", choices.join(", ")));
        let mut data = json!({"component_type": menu.kind, "custom_id": menu.custom_id, "values": values, "id": 1});
        if menu.kind != 3 {
            data["resolved"] = super::command::resolved(&world, message.guild, &values);
        }
        Ok(self.component(&mut world, &message, &menu.custom_id, data))
    }

    /// Presses a button that may not be there: an old one, one of somebody else, one that never was.
    pub fn forges_press(&self, message: &Message, custom_id: &str) -> Action {
        let mut world = self.shared.world();
        note(&mut world, self.id, message.channel, format!("pressed a button that is not there: {custom_id}"));
        let data = json!({"component_type": 2, "custom_id": custom_id, "id": 1});
        self.component(&mut world, message, custom_id, data)
    }

    /// Chooses from a select menu that may not be there.
    pub fn forges_select(&self, message: &Message, custom_id: &str, values: &[&str]) -> Action {
        let mut world = self.shared.world();
        note(&mut world, self.id, message.channel, format!("used a menu that is not there: {custom_id}"));
        let data = json!({"component_type": 3, "custom_id": custom_id, "values": values, "id": 1});
        self.component(&mut world, message, custom_id, data)
    }

    /// The message as it is now, if this person sees it.
    fn visible(&self, world: &World, message: &Message) -> Result<Message, Impossible> {
        let now = world.messages.get(&message.id).filter(|message| world.can_see(self.id, message));
        now.cloned().ok_or(Impossible::NotVisible)
    }

    fn component(&self, world: &mut World, message: &Message, custom_id: &str, data: Value) -> Action {
        let owners = owners(world, message);
        let it = Beginning {
            kind: Kind::Component,
            person: self.id,
            channel: message.channel,
            name: custom_id.to_owned(),
            owners,
            data,
            source: Some(message),
        };
        begin(&self.shared, world, it)
    }
}

/// On whose behalf the app put a message there.
fn owners(world: &World, message: &Message) -> Value {
    message.origin.as_ref().map_or_else(
        || {
            let guild = message.guild.filter(|guild| world.bot_in(*guild));
            json!({"0": guild.map_or_else(|| "0".to_owned(), |guild| guild.to_string())})
        },
        |origin| origin.owners.clone(),
    )
}

/// The values that are meant, if they can be chosen.
fn values(menu: &Select, choices: &[&str]) -> Result<Vec<String>, Impossible> {
    let count = choices.len() as u64;
    if !(menu.min..=menu.max).contains(&count) {
        return Err(Impossible::BadValue(format!("{} to {} are to be chosen, not {count}", menu.min, menu.max)));
    }
    let one = |choice: &&str| {
        if menu.kind != 3 {
            return Ok((*choice).to_owned());
        }
        let known = menu.options.iter().find(|(value, label)| value == choice || label == choice);
        known.map(|(value, _)| value.clone()).ok_or_else(|| Impossible::NotThere {
            wanted: (*choice).to_owned(),
            there: menu.options.iter().map(|(_, label)| label.clone()).collect(),
        })
    };
    choices.iter().map(one).collect()
}
