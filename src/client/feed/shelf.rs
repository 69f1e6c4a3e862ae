//! The shelf: things by name. A tree of the standard library's would bring kilobytes of its own for every type in it.

use crate::json::Value;

/// Things by name, in the order of the names.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Shelf<T>(Vec<(String, T)>);

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Shelf<T> {
    fn find(&self, name: &str) -> Result<usize, usize> {
        self.0
            .binary_search_by(|(other, _)| other.as_str().cmp(name))
    }

    pub(super) fn get(&self, name: &str) -> Option<&T> {
        let place = self.find(name).ok()?;
        self.0.get(place).map(|(_, thing)| thing)
    }

    pub(super) fn get_mut(&mut self, name: &str) -> Option<&mut T> {
        let place = self.find(name).ok()?;
        self.0.get_mut(place).map(|(_, thing)| thing)
    }

    /// Changes the thing of that name, which is made where there is none.
    pub(super) fn change(
        &mut self,
        name: &str,
        make: impl FnOnce() -> T,
        change: impl FnOnce(&mut T),
    ) {
        let place = self.find(name).unwrap_or_else(|place| {
            self.0.insert(place, (name.to_owned(), make()));
            place
        });
        if let Some((_, thing)) = self.0.get_mut(place) {
            change(thing);
        }
    }

    /// In the place of another of that name.
    pub(super) fn put(&mut self, name: &str, thing: T) {
        match self.get_mut(name) {
            Some(known) => *known = thing,
            None => self.change(name, || thing, |_| {}),
        }
    }

    pub(super) fn retain(&mut self, keep: impl Fn(&str, &T) -> bool) {
        self.0.retain(|(name, thing)| keep(name, thing));
    }

    /// As an object.
    pub(super) fn value(&self, value: impl Fn(&T) -> Value) -> Value {
        let fields = self.0.iter();
        let fields = fields.map(|(name, thing)| (name.clone(), value(thing)));
        Value::Object(fields.collect())
    }

    /// From an object; nothing where one of its values is none of these things.
    pub(super) fn of(object: &Value, read: impl Fn(&Value) -> Option<T>) -> Option<Self> {
        let Value::Object(fields) = object else {
            return None;
        };
        let mut shelf = Self::default();
        for (name, value) in fields {
            let thing = read(value)?;
            if let Err(place) = shelf.find(name) {
                shelf.0.insert(place, (name.clone(), thing));
            }
        }
        Some(shelf)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(value: &Value) -> Option<u32> {
        u32::try_from(value.as_i64()?).ok()
    }

    #[test]
    fn things_are_found_by_name_however_they_were_put() {
        let mut shelf = Shelf::default();
        for (thing, name) in (0_u32..).zip(["m", "a", "z", "b", "m"]) {
            shelf.put(name, thing);
        }
        shelf.change("b", || 100, |thing| *thing += 1);
        shelf.change("c", || 100, |thing| *thing += 1);
        let things = ["a", "b", "c", "m", "z", "n"].map(|name| shelf.get(name).copied());
        assert_eq!(
            things,
            [Some(1), Some(4), Some(101), Some(4), Some(2), None]
        );
        let value = shelf.value(|thing| (*thing).into());
        assert_eq!(Shelf::of(&value, number), Some(shelf.clone()));
        shelf.retain(|name, _| name > "b");
        assert_eq!(shelf.get("b"), None);
        assert_eq!(shelf.get("c"), Some(&101));
        assert_eq!(Shelf::of(&Value::Null, number), None);
    }
}
