//! What every API request passes: the bearer token, the rate limit, the scope.

use jiff::Timestamp;

use super::errors;
use super::instant::plus_seconds;
use super::message::{Request, Response};
use super::scopes;
use super::state::Sandbox;

/// Who is asking and what was granted.
#[derive(Clone)]
pub struct Caller {
    /// Slug of the user.
    pub user: String,
    pub scopes: Vec<String>,
    /// Id of the application that the token was issued to, if it was issued to one.
    pub client: Option<String>,
}

impl Caller {
    /// The refusal for a scope that was not granted.
    pub fn needs(&self, scope: &str) -> Result<(), Response> {
        if scopes::allow(&self.scopes, scope) {
            Ok(())
        } else {
            Err(errors::insufficient_scope(&[scope]))
        }
    }
}

/// The caller of a bearer token, or a 401.
pub fn authenticate(
    state: &Sandbox,
    request: &Request,
    now: Timestamp,
) -> Result<Caller, Response> {
    let header = request.header("authorization").unwrap_or_default();
    let token = match header.split_once(' ') {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => token.trim(),
        _ => return Err(errors::unauthenticated("The access token is invalid")),
    };
    if let Some(access) = state
        .grants
        .access
        .iter()
        .find(|access| access.value == token)
    {
        return if access.revoked {
            Err(errors::unauthenticated("The access token was revoked"))
        } else if access.expires_at <= now {
            Err(errors::unauthenticated("The access token expired"))
        } else {
            Ok(Caller {
                user: access.user.clone(),
                scopes: access.scopes.clone(),
                client: state.grants.client_of(access.grant),
            })
        };
    }
    if let Some(slug) = token.strip_prefix(PERSONAL_PREFIX)
        && state.host(slug).is_some()
    {
        return Ok(Caller {
            user: slug.to_owned(),
            scopes: scopes::all(),
            client: None,
        });
    }
    match &state.foreign {
        Some((user, scopes)) if !token.is_empty() => Ok(Caller {
            user: user.clone(),
            scopes: scopes.clone(),
            client: None,
        }),
        _ => Err(errors::unauthenticated("The access token is invalid")),
    }
}

/// A personal access token is this and the host's slug: it has every scope and never expires.
pub const PERSONAL_PREFIX: &str = "sandbox-pat-";

/// Where a user stands within the running minute.
#[derive(Clone, Copy)]
pub struct Budget {
    pub limit: u32,
    pub remaining: u32,
    /// Seconds until the minute is over.
    pub reset: i64,
    /// Whether this request was one too many.
    pub exceeded: bool,
}

/// Counts a request: 500 a minute on a paid plan, 50 on the free one.
pub fn spend(state: &mut Sandbox, user: &str, now: Timestamp) -> Budget {
    let paid = state.host(user).is_some_and(|host| host.paid);
    let limit = if paid { 500 } else { 50 };
    let entry = state.budget.entry(user.to_owned()).or_insert((now, 0));
    if now >= plus_seconds(entry.0, 60) || now < entry.0 {
        *entry = (now, 0);
    }
    let exceeded = entry.1 >= limit;
    if !exceeded {
        entry.1 += 1;
    }
    let left = plus_seconds(entry.0, 60).as_millisecond() - now.as_millisecond();
    Budget {
        limit,
        remaining: limit - entry.1,
        reset: left.div_euclid(1000) + i64::from(left % 1000 != 0),
        exceeded,
    }
}

impl Budget {
    /// The three headers that every answer carries.
    pub fn mark(&self, response: &mut Response) {
        response.set("x-ratelimit-limit", &self.limit.to_string());
        response.set("x-ratelimit-remaining", &self.remaining.to_string());
        response.set("x-ratelimit-reset", &self.reset.to_string());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::instant;

    #[test]
    fn the_free_plan_has_fifty_requests_a_minute() {
        let mut state = Sandbox::default();
        let start = instant::parse("2026-12-01T00:00:00.5Z").unwrap();
        for left in (0..50).rev() {
            let budget = spend(&mut state, "dana-whitfield", start);
            assert_eq!((budget.remaining, budget.exceeded), (left, false));
        }
        let later = instant::parse("2026-12-01T00:00:20Z").unwrap();
        let refused = spend(&mut state, "dana-whitfield", later);
        assert!(refused.exceeded);
        assert_eq!((refused.limit, refused.reset), (50, 41));
        let next = instant::parse("2026-12-01T00:01:00.5Z").unwrap();
        assert!(!spend(&mut state, "dana-whitfield", next).exceeded);
        assert_eq!(spend(&mut state, "mira-albrecht", next).limit, 500);
    }

    #[test]
    fn a_missing_or_strange_token_is_invalid() {
        let state = Sandbox::default();
        let now = Timestamp::UNIX_EPOCH;
        for header in ["", "Bearer", "Basic abc", "Bearer nobody", "Bearer "] {
            let request = Request::new("GET", "/users/me").with("authorization", header);
            let refusal = authenticate(&state, &request, now).err().unwrap();
            assert_eq!(refusal.status, 401, "{header}");
            assert_eq!(refusal.value()["message"], "The access token is invalid");
        }
        let request = Request::new("GET", "/users/me")
            .with("authorization", "bearer sandbox-pat-mira-albrecht");
        assert_eq!(
            authenticate(&state, &request, now).ok().unwrap().user,
            "mira-albrecht"
        );
    }
}
