//! The sign-out: forget the tokens at once, then give them back as well as a public client can (RFC 7009).

use futures_util::future::FutureExt;

use super::{Session, digest};
use crate::auth::{Secret, Tokens, forms, forms::TokenHint};

/// Whether the authorization server said that the tokens are gone. Here they are gone in both cases.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SignOut {
    Confirmed,
    /// Access can still be removed in Calendly, under connected apps.
    NotConfirmed,
}

impl Session {
    /// Signs out here and in every other tab and element of this account, client and addresses.
    pub fn sign_out_everywhere(&self) -> impl Future<Output = SignOut> + '_ {
        self.tell_out();
        if let Some(name) = self.key() {
            self.0.store.note_out(&digest(&name), self.0.runtime.now());
        }
        self.sign_out()
    }

    /// Signs out. Everything local is gone before anything is sent; what is still on its way will be dropped.
    /// A personal access token is only forgotten: it is the person's own, and there is nothing to confirm.
    pub async fn sign_out(&self) -> SignOut {
        let running = self.running_refresh();
        self.0.leaving.set(true);
        let held = self.forget(None);
        self.notify();
        // A giver may take for ever, and what it gives is not ours to revoke.
        if let Some(running) = running
            && self.0.giver.is_none()
        {
            // Its tokens would otherwise outlive this session on the server.
            let _ = running.await;
        }
        self.0.leaving.set(false);
        let orphan = self.0.orphan.borrow_mut().take();
        match orphan.or(held) {
            Some(tokens) if !tokens.personal => self.revoke(tokens).await,
            _ => SignOut::Confirmed,
        }
    }

    /// Gives back tokens that came too late for anybody to use.
    pub(super) fn abandon(&self, tokens: Tokens) {
        if self.0.leaving.get() {
            *self.0.orphan.borrow_mut() = Some(tokens);
            return;
        }
        let session = self.clone();
        let work = async move {
            session.revoke(tokens).await;
        };
        self.0.runtime.spawn(work.boxed_local());
    }

    async fn revoke(&self, tokens: Tokens) -> SignOut {
        // The refresh token first: with it the grant goes (RFC 7009 section 2.1).
        let refresh = match &tokens.refresh_token {
            Some(token) => self.revoke_one(token, TokenHint::Refresh).await,
            None => true,
        };
        let access = self
            .revoke_one(&tokens.access_token, TokenHint::Access)
            .await;
        if refresh && access {
            SignOut::Confirmed
        } else {
            SignOut::NotConfirmed
        }
    }

    async fn revoke_one(&self, token: &Secret, hint: TokenHint) -> bool {
        let form = forms::revoke_form(&self.0.connection, token.expose(), hint);
        let answer = self.post(&self.0.connection.revoke_url, form).await;
        // 200 also for a token the server does not know (RFC 7009 section 2.2): gone is gone.
        answer.is_ok_and(|response| (200..300).contains(&response.status))
    }
}
