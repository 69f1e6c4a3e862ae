//! The submissions: the newest ones of every routing form, back to where the last poll was.

use super::change::{Change, Owner};
use super::memory::Form;
use super::{Account, Feed, Source, field, instant, text, uuid};
use crate::api::Endpoint;
use crate::api::routing_form_submissions::ListRoutingFormSubmissions;
use crate::api::routing_forms::ListRoutingForms;
use crate::api::webhook_subscriptions::WebhookEvent;
use crate::client::ports::Runtime;

/// How much later than others an older submission may show up.
const OVERLAP_MILLIS: i64 = 3_600_000;

impl Feed {
    pub(super) async fn look_at_submissions<S: Source>(
        &mut self,
        source: &S,
        runtime: &dyn Runtime,
        account: &Account,
    ) -> Result<(), S::Error> {
        let list = ListRoutingForms::OPERATION;
        let input = vec![field("organization", account.organization.as_str())];
        let forms = self.list(source, runtime, list, input, None).await?;
        for form in &forms {
            if let (Some(uri), Some(name)) = (text(form, "uri"), uuid(form)) {
                self.look_at_form(source, runtime, account, uri, name)
                    .await?;
            }
        }
        let is_there = |name: &str| forms.iter().any(|form| uuid(form) == Some(name));
        self.ahead.forms.retain(|name, _| is_there(name));
        Ok(())
    }

    async fn look_at_form<S: Source>(
        &mut self,
        source: &S,
        runtime: &dyn Runtime,
        account: &Account,
        uri: &str,
        name: &str,
    ) -> Result<(), S::Error> {
        let since = self.ahead.since;
        let until = self.ahead.forms.get(name).map(|form| form.until);
        let until = until.unwrap_or(since);
        let floor = until.plus_millis(-OVERLAP_MILLIS).max(since);
        let list = ListRoutingFormSubmissions::OPERATION;
        let input = vec![field("form", uri), field("sort", "created_at:desc")];
        // A form may be deleted since it was listed.
        let submissions = self.list_if_there(source, runtime, list, input, Some(floor));
        let submissions = submissions.await?;
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
            let owner = Owner::Form(name.to_owned());
            let by = account.user.as_str();
            let change = Change::new(&event, told.as_deref(), by, submission, owner, at);
            self.find(change);
        }
        self.ahead.forms.change(name, Form::default, |form| {
            form.until = newest;
            let floor = newest.plus_millis(-OVERLAP_MILLIS);
            form.taken.retain(|_, at| *at >= floor);
        });
        Ok(())
    }
}
