//! The connection: which client talks to which addresses.

use std::fmt;

use super::address::Address;

/// What the main job needs, in the order it is asked for.
pub const DEFAULT_SCOPES: [&str; 4] = [
    "users:read",
    "event_types:read",
    "availability:read",
    "scheduling_links:write",
];

/// Calendly's name for "everything", from before scopes existed.
const LEGACY_SCOPE: &str = "default";

/// A client registration and the addresses it is used with.
#[derive(Clone, PartialEq, Eq)]
pub struct Connection {
    pub client_id: String,
    pub redirect_uri: String,
    pub scopes: Vec<String>,
    pub authorize_url: String,
    pub token_url: String,
    pub revoke_url: String,
    /// Without a slash at the end.
    pub api_url: String,
    /// The authorization server's issuer where it announces one: then every callback must name it (RFC 9207
    /// section 2.4). `None`: a callback may name the origin of `authorize_url` or nothing.
    pub issuer: Option<String>,
}

/// Why a connection cannot be used.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ConfigError {
    /// No client id.
    ClientId,
    /// The named address is neither https nor on this machine, or no address at all.
    Address(&'static str),
    /// The redirect URI has a fragment (RFC 6749 section 3.1.2 forbids it).
    RedirectFragment,
    /// A scope with characters that RFC 6749 section 3.3 does not allow.
    Scope(String),
}

impl fmt::Display for ConfigError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ClientId => {
                formatter.write_str("the client id is missing or has wrong characters")
            }
            Self::Address(name) => write!(formatter, "{name} must be an https or loopback address"),
            Self::RedirectFragment => {
                formatter.write_str("the redirect uri must not have a fragment")
            }
            Self::Scope(_) => formatter.write_str("a scope has wrong characters"),
        }
    }
}

impl std::error::Error for ConfigError {}

impl Connection {
    /// calendly.com.
    pub fn live(client_id: impl Into<String>, redirect_uri: impl Into<String>) -> Self {
        Self::at(
            "https://auth.calendly.com",
            "https://api.calendly.com",
            client_id.into(),
            redirect_uri.into(),
        )
    }

    /// The local stand-in, which serves both halves at one address.
    pub fn sandbox(
        base_url: &str,
        client_id: impl Into<String>,
        redirect_uri: impl Into<String>,
    ) -> Self {
        Self::at(base_url, base_url, client_id.into(), redirect_uri.into())
    }

    fn at(auth: &str, api: &str, client_id: String, redirect_uri: String) -> Self {
        let auth = auth.trim_end_matches('/');
        Self {
            client_id,
            redirect_uri,
            scopes: DEFAULT_SCOPES.map(str::to_owned).to_vec(),
            authorize_url: [auth, "/oauth/authorize"].concat(),
            token_url: [auth, "/oauth/token"].concat(),
            revoke_url: [auth, "/oauth/revoke"].concat(),
            api_url: api.trim_end_matches('/').to_owned(),
            issuer: None,
        }
    }

    /// What a session belongs to: with another client id or address it must not be used.
    pub fn binding(&self) -> String {
        // No address that passed `validate` has a line break in it, so the parts cannot run into each other.
        [
            &self.client_id,
            &self.authorize_url,
            &self.token_url,
            &self.revoke_url,
            &self.api_url,
        ]
        .map(String::as_str)
        .join("\n")
    }

    /// Puts the minimum where nothing or the legacy scope `default` is asked for; drops repetitions.
    /// `true` where `default` was replaced, which is to be explained to the person who wrote it.
    pub fn replace_legacy_scopes(&mut self) -> bool {
        let legacy = self.scopes.iter().any(|scope| scope == LEGACY_SCOPE);
        let mut scopes: Vec<String> = Vec::new();
        let minimum = DEFAULT_SCOPES.map(str::to_owned);
        let wanted = self
            .scopes
            .drain(..)
            .filter(|scope| scope != LEGACY_SCOPE && !scope.is_empty());
        for scope in wanted {
            if !scopes.contains(&scope) {
                scopes.push(scope);
            }
        }
        if legacy || scopes.is_empty() {
            let missing: Vec<_> = minimum
                .into_iter()
                .filter(|scope| !scopes.contains(scope))
                .collect();
            scopes.splice(0..0, missing);
        }
        self.scopes = scopes;
        legacy
    }

    /// Refuses a connection that would send codes or tokens where they do not belong.
    pub fn validate(&self) -> Result<(), ConfigError> {
        if self.client_id.is_empty() || !self.client_id.bytes().all(|byte| byte.is_ascii_graphic())
        {
            return Err(ConfigError::ClientId);
        }
        for (name, url) in [
            ("redirect-uri", &self.redirect_uri),
            ("authorize-url", &self.authorize_url),
            ("token-url", &self.token_url),
            ("revoke-url", &self.revoke_url),
            ("api-url", &self.api_url),
        ] {
            let address = Address::parse(url).filter(Address::is_allowed);
            let address = address.ok_or(ConfigError::Address(name))?;
            if address.has_fragment {
                let redirect = name == "redirect-uri";
                return Err(if redirect {
                    ConfigError::RedirectFragment
                } else {
                    ConfigError::Address(name)
                });
            }
        }
        let allowed = |byte: u8| byte.is_ascii_graphic() && byte != b'"' && byte != b'\\';
        match self
            .scopes
            .iter()
            .find(|scope| scope.is_empty() || !scope.bytes().all(allowed))
        {
            Some(scope) => Err(ConfigError::Scope(scope.clone())),
            None => Ok(()),
        }
    }

    /// Whether `iss` of a callback is this connection's authorization server.
    pub fn accepts_issuer(&self, iss: Option<&str>) -> bool {
        match (iss, &self.issuer) {
            (None, announced) => announced.is_none(),
            (Some(iss), Some(announced)) => iss == announced,
            (Some(iss), None) => {
                let origin = Address::parse(&self.authorize_url).map(|address| address.origin);
                origin == Some(iss.strip_suffix('/').unwrap_or(iss))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn connection() -> Connection {
        Connection::live("client-1", "https://app.example/callback.html")
    }

    #[test]
    fn the_live_connection_is_valid_and_asks_for_the_minimum() {
        assert_eq!(connection().validate(), Ok(()));
        assert_eq!(connection().scopes, DEFAULT_SCOPES);
        assert_eq!(
            connection().token_url,
            "https://auth.calendly.com/oauth/token"
        );
    }

    #[test]
    fn the_sandbox_serves_everything_below_one_address() {
        let sandbox = Connection::sandbox(
            "http://localhost:8787/",
            "dev",
            "http://localhost:8080/callback.html",
        );
        assert_eq!(sandbox.validate(), Ok(()));
        assert_eq!(
            sandbox.authorize_url,
            "http://localhost:8787/oauth/authorize"
        );
        assert_eq!(sandbox.api_url, "http://localhost:8787");
    }

    #[test]
    fn each_address_and_the_client_id_are_part_of_the_binding_and_scopes_are_not() {
        let original = connection().binding();
        let changes: [fn(&mut Connection); 5] = [
            |c| c.client_id.push('x'),
            |c| c.authorize_url.push('x'),
            |c| c.token_url.push('x'),
            |c| c.revoke_url.push('x'),
            |c| c.api_url.push('x'),
        ];
        for change in changes {
            let mut changed = connection();
            change(&mut changed);
            assert_ne!(changed.binding(), original);
        }
        let mut fewer = connection();
        fewer.scopes.pop();
        assert_eq!(fewer.binding(), original);
    }

    #[test]
    fn the_legacy_scope_becomes_the_minimum_and_is_reported() {
        let mut legacy = connection();
        legacy.scopes = vec!["default".into(), "shares:write".into(), "users:read".into()];
        assert!(legacy.replace_legacy_scopes());
        assert_eq!(
            legacy.scopes,
            [
                "event_types:read",
                "availability:read",
                "scheduling_links:write",
                "shares:write",
                "users:read"
            ]
        );
        let mut chosen = connection();
        chosen.scopes = vec!["users:read".into(), "users:read".into()];
        assert!(!chosen.replace_legacy_scopes());
        assert_eq!(chosen.scopes, ["users:read"]);
        let mut none = connection();
        none.scopes.clear();
        assert!(!none.replace_legacy_scopes());
        assert_eq!(none.scopes, DEFAULT_SCOPES);
    }

    #[test]
    fn unsafe_configurations_are_refused_by_name() {
        let refused = |change: fn(&mut Connection)| {
            let mut changed = connection();
            change(&mut changed);
            changed.validate().unwrap_err()
        };
        assert_eq!(refused(|c| c.client_id.clear()), ConfigError::ClientId);
        assert_eq!(refused(|c| c.client_id.push(' ')), ConfigError::ClientId);
        assert_eq!(
            refused(|c| c.redirect_uri.push_str("#x")),
            ConfigError::RedirectFragment
        );
        assert_eq!(
            refused(|c| c.redirect_uri = "com.site.app://cb".into()),
            ConfigError::Address("redirect-uri")
        );
        assert_eq!(
            refused(|c| c.token_url = "http://auth.calendly.com/t".into()),
            ConfigError::Address("token-url")
        );
        assert_eq!(
            refused(|c| c.api_url = "//api.calendly.com".into()),
            ConfigError::Address("api-url")
        );
        assert_eq!(
            refused(|c| c.scopes.push("a b".into())),
            ConfigError::Scope("a b".into())
        );
    }

    #[test]
    fn the_issuer_is_the_origin_of_the_authorize_address_or_the_announced_one() {
        let mut live = connection();
        assert!(live.accepts_issuer(None));
        assert!(live.accepts_issuer(Some("https://auth.calendly.com")));
        assert!(!live.accepts_issuer(Some("https://auth.calendly.com.evil.test")));
        live.issuer = Some("https://as.example/realm".into());
        assert!(!live.accepts_issuer(None));
        assert!(!live.accepts_issuer(Some("https://auth.calendly.com")));
        assert!(live.accepts_issuer(Some("https://as.example/realm")));
    }
}
