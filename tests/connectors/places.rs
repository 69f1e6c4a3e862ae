//! The place of an output in the schema: the model that it belongs to, and its shape.

use slotlink::api::schema::{Answer, Field, Model, Shape};

/// A field that a path leads to.
pub struct Place {
    pub model: &'static Model,
    pub shape: Shape,
}

/// What every page has beside its items.
static PAGINATION: Model = Model {
    name: "Pagination",
    doc: &[],
    fields: &[
        field("count", Shape::Integer),
        field("next_page", Shape::Text),
        field("previous_page", Shape::Text),
        field("next_page_token", Shape::Text),
        field("previous_page_token", Shape::Text),
    ],
};

const fn field(name: &'static str, shape: Shape) -> Field {
    Field {
        name,
        doc: &[],
        shape,
    }
}

/// Finds `resource.tracking.utm_term`. Of a webhook, what counts are its `events`.
pub fn find(answer: &Answer, path: &str, events: &[String]) -> Option<Place> {
    let (first, rest) = path.split_once('.').unwrap_or((path, ""));
    match (answer, first) {
        (Answer::Resource(shape), "resource")
        | (
            Answer::Page(shape) | Answer::PageWith(shape, _) | Answer::Collection(shape),
            "collection",
        ) => below(*shape, rest, events),
        (Answer::Page(_) | Answer::PageWith(..), "pagination") => {
            below(Shape::Model(&PAGINATION), rest, events)
        }
        (Answer::Bare(shape), _) => below(*shape, path, events),
        _ => None,
    }
}

fn below(shape: Shape, path: &str, events: &[String]) -> Option<Place> {
    match shape {
        Shape::Nullable(inner) | Shape::List(inner) => below(*inner, path, events),
        Shape::All(models) => {
            let mut models = models.iter();
            models.find_map(|model| below(Shape::Model(model), path, events))
        }
        Shape::Union(union) => {
            let told = |words: &[&str]| events.iter().any(|event| words.contains(&&**event));
            let is_told = union.variants.iter().any(|variant| told(variant.words));
            let variants = union.variants.iter();
            let mut variants = variants.filter(|variant| !is_told || told(variant.words));
            variants.find_map(|variant| below(variant.shape, path, events))
        }
        Shape::Model(model) => {
            let (first, rest) = path.split_once('.').unwrap_or((path, ""));
            let field = model.fields.iter().find(|field| field.name == first)?;
            match rest {
                "" => Some(Place {
                    model,
                    shape: field.shape,
                }),
                rest => below(field.shape, rest, events),
            }
        }
        _ => None,
    }
}
