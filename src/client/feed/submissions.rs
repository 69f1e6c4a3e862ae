//! The submissions: the newest ones of every routing form, back to where the last poll was.

use super::change::{Change, Owner};
use super::{Account, Feed, Source, instant, text, uuid};
use crate::api::input::{CreationSort, Sort};
use crate::api::model::FieldType;
use crate::api::routing_form_submissions::ListRoutingFormSubmissions;
use crate::api::routing_forms::ListRoutingForms;
use crate::api::uri::RoutingFormUri;
use crate::api::webhook_subscriptions::WebhookEvent;
use crate::client::ports::Runtime;
use crate::json::Value;

/// How much later than others an older submission may show up.
const OVERLAP_MILLIS: i64 = 3_600_000;

impl Feed {
    pub(super) async fn look_at_submissions<S: Source>(
        &mut self,
        source: &S,
        runtime: &dyn Runtime,
        account: &Account,
    ) -> Result<(), S::Error> {
        let forms = ListRoutingForms {
            organization: account.organization.clone(),
            sort: Vec::new(),
            count: Some(100),
            page_token: None,
        };
        let forms = self.list(source, runtime, forms, |_| false).await?;
        for form in &forms {
            if let Some(uri) = form.get("uri").and_then(RoutingFormUri::read_item) {
                self.look_at_form(source, runtime, account, uri).await?;
            }
        }
        let is_there = |uuid: &String| forms.iter().any(|form| super::uuid(form) == Some(uuid));
        self.ahead.forms.retain(|uuid, _| is_there(uuid));
        Ok(())
    }

    async fn look_at_form<S: Source>(
        &mut self,
        source: &S,
        runtime: &dyn Runtime,
        account: &Account,
        form: RoutingFormUri,
    ) -> Result<(), S::Error> {
        let name = form.uuid().to_owned();
        let since = self.ahead.since;
        let until = self.ahead.forms.get(&name).map(|form| form.until);
        let until = until.unwrap_or(since);
        let floor = until.plus_millis(-OVERLAP_MILLIS).max(since);
        let list = ListRoutingFormSubmissions {
            form,
            sort: vec![Sort {
                field: CreationSort::CreatedAt,
                descending: true,
            }],
            count: Some(100),
            page_token: None,
        };
        let is_older = |item: &Value| instant(item, "created_at").is_some_and(|at| at < floor);
        let submissions = self.list(source, runtime, list, is_older).await?;
        let mut newest = until;
        for submission in submissions {
            // One that does not say when it was made has no place in a feed.
            let Some(at) = instant(&submission, "created_at") else {
                continue;
            };
            if at < floor || uuid(&submission).is_none() {
                continue;
            }
            newest = newest.max(at);
            let told = text(&submission, "created_at").map(str::to_owned);
            let event = WebhookEvent::RoutingFormSubmissionCreated;
            let owner = Owner::Form(name.clone());
            let by = account.user.as_str();
            let change = Change::new(&event, told.as_deref(), by, submission, owner, at);
            self.find(change);
        }
        let form = self.ahead.forms.entry(name).or_default();
        form.until = newest;
        let floor = newest.plus_millis(-OVERLAP_MILLIS);
        form.taken.retain(|_, at| *at >= floor);
        Ok(())
    }
}
