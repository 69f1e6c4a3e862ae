//! The questions of an event type, as far as a link can answer them.

use crate::api::event_types::CustomQuestion;
use crate::order;

/// How many answers a link can carry: `a1` to `a10`.
pub const ANSWERS: usize = 10;

/// The questions that invitees are asked, in the order in which links count them.
pub fn asked(questions: &[CustomQuestion]) -> Vec<&CustomQuestion> {
    let mut asked: Vec<_> = questions
        .iter()
        .filter(|question| question.enabled)
        .collect();
    order::sort(&mut asked, |one, other| one.position < other.position);
    asked.truncate(ANSWERS);
    asked
}

/// Whether choice `number`, counted from 1, is among those of an answer such as `1,3`.
pub fn has_choice(answer: &str, number: usize) -> bool {
    answer.split(',').any(|part| part.parse() == Ok(number))
}

/// An answer with choice `number`, or without it. Choices are named by number because their texts may have commas.
pub fn with_choice(answer: &str, number: usize, chosen: bool) -> String {
    let mut numbers: Vec<usize> = answer
        .split(',')
        .filter_map(|part| part.parse().ok())
        .filter(|known| *known != number)
        .collect();
    if chosen {
        numbers.push(number);
    }
    order::sort(&mut numbers, |one, other| one < other);
    let mut out = String::new();
    for number in numbers {
        let comma = if out.is_empty() { "" } else { "," };
        out = format!("{out}{comma}{number}");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::event_types::QuestionClass;

    fn question(name: &str, position: u32, enabled: bool) -> CustomQuestion {
        CustomQuestion {
            name: name.into(),
            class: QuestionClass::Line,
            position,
            enabled,
            required: false,
            answer_choices: Vec::new(),
            include_other: false,
        }
    }

    #[test]
    fn what_is_switched_off_is_not_counted_and_the_first_ten_are_asked() {
        let all = [
            question("b", 2, true),
            question("off", 0, false),
            question("a", 1, true),
        ];
        let names: Vec<_> = asked(&all).iter().map(|one| one.name.as_str()).collect();
        assert_eq!(names, ["a", "b"]);
        let many: Vec<_> = (0..12).map(|at| question("x", at, true)).collect();
        assert_eq!(asked(&many).len(), 10);
    }

    #[test]
    fn choices_come_in_their_order_each_once() {
        let mut answer = String::new();
        for (number, chosen, after) in [
            (3, true, "3"),
            (1, true, "1,3"),
            (11, true, "1,3,11"),
            (1, true, "1,3,11"),
            (3, false, "1,11"),
            (2, false, "1,11"),
        ] {
            answer = with_choice(&answer, number, chosen);
            assert_eq!(answer, after);
            assert_eq!(has_choice(&answer, number), chosen);
        }
        assert!(!has_choice("11", 1) && !has_choice("", 0));
    }
}
