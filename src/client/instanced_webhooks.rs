//! The webhooks of one instance: those whose address begins with that of the instance, deleted together.

use super::reconcile::Verdict;
use super::request::Request;
use super::retry::Reach;
use super::{Client, Error, Kind};
use crate::api::prepare::prepare_input;
use crate::api::uri::same_resource;
use crate::api::webhook_subscriptions::{DeleteWebhookSubscription, ListWebhookSubscriptions};
use crate::api::{Endpoint, InvalidInput, OrganizationUri, UserUri};
use crate::auth::address::Address;
use crate::json::{Fields, Value};

/// Which webhooks are meant.
#[derive(Clone, PartialEq, Debug)]
pub struct InstancedWebhooks {
    organization: OrganizationUri,
    /// `None` in the scope of the organization.
    user: Option<UserUri>,
    prefix: String,
    /// Whether they are listed and nothing else is done.
    dry_run: bool,
}

/// One of them, and what became of it.
#[derive(Clone, Debug)]
pub struct Deletion {
    /// Of the subscription.
    pub uri: String,
    pub callback_url: String,
    pub outcome: DeletionOutcome,
}

/// What became of one.
#[derive(Clone, Debug)]
pub enum DeletionOutcome {
    /// It would be deleted.
    Listed,
    /// It is gone, whether by this deletion or by another one.
    Deleted,
    /// It is there, and why.
    Refused(Error),
    /// Nothing was sent, and why.
    NotSent(Error),
    /// It may be gone.
    Unknown(Error),
}

impl DeletionOutcome {
    /// Stable name for JavaScript.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Listed => "listed",
            Self::Deleted => "deleted",
            Self::Refused(_) => "refused",
            Self::NotSent(_) => "not_sent",
            Self::Unknown(_) => "unknown",
        }
    }

    pub fn error(&self) -> Option<&Error> {
        match self {
            Self::Listed | Self::Deleted => None,
            Self::Refused(error) | Self::NotSent(error) | Self::Unknown(error) => Some(error),
        }
    }
}

impl InstancedWebhooks {
    /// Reads `{organization, scope, user, callbackUrlPrefix, dryRun}`.
    ///
    /// # Errors
    /// A value that is missing, unknown or not right; in the scope `user` the user is needed, and the prefix must name a
    /// host.
    pub fn read(input: &Fields, api_url: &str) -> Result<Self, InvalidInput> {
        const NAMES: [&str; 5] = [
            "organization",
            "scope",
            "user",
            "callbackUrlPrefix",
            "dryRun",
        ];
        let refuse = |parameter: &str, message: &str| {
            Err(InvalidInput {
                parameter: parameter.to_owned(),
                message: message.to_owned(),
            })
        };
        if let Some((name, _)) = input.iter().find(|(name, _)| !NAMES.contains(&&**name)) {
            return refuse(name, "is not an option here");
        }
        let given = |name: &str| {
            let field = input.iter().find(|(known, _)| known == name);
            field
                .map(|(_, value)| value)
                .filter(|value| **value != Value::Null)
        };
        let text = |name| given(name).and_then(Value::as_str).unwrap_or_default();
        let organization = match OrganizationUri::parse(text("organization"), api_url) {
            Ok(organization) => organization,
            Err(error) => return refuse("organization", error.as_str()),
        };
        let user = match (text("scope"), given("user")) {
            ("organization", None) => None,
            ("organization", Some(_)) => return refuse("user", "goes with the scope user only"),
            ("user", _) => match UserUri::parse(text("user"), api_url) {
                Ok(user) => Some(user),
                Err(error) => return refuse("user", error.as_str()),
            },
            _ => return refuse("scope", "must be one of organization, user"),
        };
        let prefix = text("callbackUrlPrefix").trim();
        if Address::parse(prefix).is_none_or(|address| address.has_fragment) {
            let message = "must be the beginning of an address, with https:// and the whole host";
            return refuse("callbackUrlPrefix", message);
        }
        // An empty name of an instance, put behind an address, would mean all of them.
        let beyond = Address::parse(prefix).and_then(|address| prefix.get(address.origin.len()..));
        if beyond.is_none_or(|rest| rest.is_empty() || rest.ends_with(JOINTS)) {
            let message =
                "must name the instance: something behind the host, not ending in / ? & or =";
            return refuse("callbackUrlPrefix", message);
        }
        let dry_run = match given("dryRun") {
            None => false,
            Some(Value::Bool(flag)) => *flag,
            Some(_) => return refuse("dryRun", "must be true or false"),
        };
        Ok(Self {
            organization,
            user,
            prefix: prefix.to_owned(),
            dry_run,
        })
    }

    fn scope(&self) -> &'static str {
        if self.user.is_some() {
            "user"
        } else {
            "organization"
        }
    }

    /// The parameters of the list.
    fn list(&self) -> Fields {
        let mut list = vec![
            ("organization".to_owned(), self.organization.as_str().into()),
            ("scope".to_owned(), self.scope().into()),
            ("count".to_owned(), 100.into()),
        ];
        let user = self.user.as_ref();
        list.extend(user.map(|user| ("user".to_owned(), user.as_str().into())));
        list
    }

    /// Whether a subscription is one of those meant. Calendly's filters are not relied on, for what is deleted is gone.
    fn means(&self, subscription: &Value) -> bool {
        let user = self.user.as_ref();
        subscription.text("scope") == self.scope()
            && same_resource(
                self.organization.as_str(),
                subscription.text("organization"),
            )
            && user.is_none_or(|user| same_resource(user.as_str(), subscription.text("user")))
            && begins_with(subscription.text("callback_url"), &self.prefix)
    }
}

/// What parts an address behind its host.
const JOINTS: [char; 5] = ['/', '?', '#', '&', '='];

/// Whether an address begins with another one, and not only with the same letters: `/flows/1` is the beginning of
/// `/flows/1/a` and not of `/flows/10`.
fn begins_with(url: &str, prefix: &str) -> bool {
    let (Some(whole), Some(part)) = (Address::parse(url), Address::parse(prefix)) else {
        return false;
    };
    let rest = |address: &Address<'_>, of: &str| of.get(address.origin.len()..).map(str::to_owned);
    let (Some(whole_rest), Some(part_rest)) = (rest(&whole, url), rest(&part, prefix)) else {
        return false;
    };
    // Within a path `&` and `=` part nothing.
    let joints = if part_rest.contains('?') {
        &['#', '&'][..]
    } else {
        &['/', '?', '#'][..]
    };
    whole.origin.eq_ignore_ascii_case(part.origin)
        && whole_rest
            .strip_prefix(&part_rest)
            .is_some_and(|more| more.is_empty() || more.starts_with(joints))
}

impl Client {
    /// Deletes the webhooks of an instance one after the other, and says of each what became of it. Where one cannot be
    /// deleted the others are tried all the same. `tell` hears of each at once, for whoever does not wait for the end.
    ///
    /// # Errors
    /// They could not be listed; nothing was deleted then.
    pub async fn delete_instanced_webhooks(
        &self,
        asked: &InstancedWebhooks,
        tell: &dyn Fn(&Deletion),
    ) -> Result<Vec<Deletion>, Error> {
        let mut deletions: Vec<Deletion> = Vec::new();
        for subscription in self
            .items(ListWebhookSubscriptions::OPERATION, asked.list())
            .await?
        {
            let uri = subscription.text("uri").to_owned();
            let known = deletions.iter().any(|known| known.uri == uri);
            if uri.is_empty() || known || !asked.means(&subscription) {
                continue;
            }
            let outcome = if asked.dry_run {
                DeletionOutcome::Listed
            } else {
                self.delete_webhook(&uri).await
            };
            let deletion = Deletion {
                uri,
                callback_url: subscription.text("callback_url").to_owned(),
                outcome,
            };
            tell(&deletion);
            deletions.push(deletion);
        }
        Ok(deletions)
    }

    async fn delete_webhook(&self, uri: &str) -> DeletionOutcome {
        let operation = DeleteWebhookSubscription::OPERATION;
        let input: Fields = vec![("webhook_uuid".to_owned(), uri.into())];
        let base = &self.inner.session.connection().api_url;
        let request = match prepare_input(operation, input.clone(), Some(base)) {
            Ok(prepared) => Request::new(operation.method, prepared),
            Err(error) => return DeletionOutcome::NotSent(error.into()),
        };
        let failure = match self.answer(request).await {
            Ok(_) => return DeletionOutcome::Deleted,
            Err(failure) => failure,
        };
        match failure.reach {
            _ if failure.error.kind() == Kind::NotFound => DeletionOutcome::Deleted,
            Reach::NotSent => DeletionOutcome::NotSent(failure.error),
            Reach::Refused => DeletionOutcome::Refused(failure.error),
            Reach::Unknown => {
                let since = self.inner.runtime.now();
                let read = self.reconcile(operation, &input, since, None);
                match read.await.map(|found| found.verdict) {
                    Ok(Verdict::Happened(_)) => DeletionOutcome::Deleted,
                    Ok(Verdict::NotHappened) => DeletionOutcome::Refused(failure.error),
                    _ => DeletionOutcome::Unknown(failure.error),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_begins_with_another_at_its_joints_only() {
        let instance = "https://flows.example/i/1";
        for url in [
            instance,
            "https://flows.example/i/1/hook",
            "https://flows.example/i/1?flow=2",
            "https://FLOWS.example/i/1/",
        ] {
            assert!(begins_with(url, instance), "{url}");
        }
        for url in [
            "https://flows.example/i/10",
            "https://flows.example/i",
            "https://flows.example/I/1",
            "https://flows.example.evil.test/i/1",
            "http://flows.example/i/1",
            "https://flows.example:8443/i/1",
            "https://flows.example/i/1=x",
            "https://flows.example/i/1&x",
            "no address",
        ] {
            assert!(!begins_with(url, instance), "{url}");
        }
        assert!(begins_with(
            "https://a.test/in?i=1&f=2",
            "https://a.test/in?i=1"
        ));
        assert!(!begins_with(
            "https://a.test/in?i=12",
            "https://a.test/in?i=1"
        ));
        assert!(!begins_with("https://a.test.evil/", "https://a.test"));
    }
}
