//! Answers to the event type's questions, which a link carries to the booking page.

use leptos::prelude::untrack;

use crate::api::event_types::{CustomQuestion, QuestionClass};
use crate::booking::{has_choice, with_choice};
use crate::state::App;
use crate::ui::dom::{El, div, el, paragraph};
use crate::ui::kit::{check, disclosure, labelled, select, typed};
use crate::ui::text;

/// The questions with their fields; nothing where none is asked.
pub fn view(app: App, event_type: String) -> El {
    div("").maybe(move || {
        let mut fields = Vec::new();
        app.each_question(&event_type, &mut |question| {
            fields.push(field(app, fields.len(), question));
        });
        (!fields.is_empty()).then(|| {
            // What is filled in already is seen before the link goes out again.
            let filled = untrack(|| app.has_answers());
            let more = disclosure("more", text::ANSWERS);
            let more = if filled { more.attr("open", "") } else { more };
            more.child(paragraph("faint", text::ANSWERS_HELP))
                .child(div("pair").children(fields))
        })
    })
}

fn field(app: App, index: usize, question: &CustomQuestion) -> El {
    let name = &question.name;
    let read = move || app.answer(index);
    let write = move |answer| app.set_answer(index, answer);
    let (tag, kind) = match question.class {
        QuestionClass::MultiSelect => {
            let boxes = (1..).zip(&question.answer_choices).map(|(number, choice)| {
                check(
                    choice,
                    move || has_choice(&read(), number),
                    move |ticked| write(with_choice(&untrack(read), number, ticked)),
                )
            });
            return el("fieldset")
                .class("several")
                .child(el("legend").class("faint").text(name))
                .children(boxes);
        }
        QuestionClass::SingleSelect => {
            let mut choices = vec![(String::new(), text::NO_ANSWER.to_owned())];
            for choice in &question.answer_choices {
                choices.push((format!("{}", choices.len()), choice.clone()));
            }
            return labelled(name, select(&choices, Box::new(read), Box::new(write)));
        }
        QuestionClass::Text => ("textarea", ""),
        QuestionClass::PhoneNumber => ("input", "tel"),
        _ => ("input", "text"),
    };
    let field = typed(tag, kind, Box::new(read), Box::new(write)).attr("dir", "auto");
    labelled(name, field)
}
