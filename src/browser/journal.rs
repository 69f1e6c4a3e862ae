//! The journal of links in IndexedDB: written before a request leaves, read again after a reload.

use futures_util::future::LocalBoxFuture;
use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    IdbDatabase, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransaction, IdbTransactionMode,
};

use crate::booking::LinkRecord;
use crate::client::ports::{Journal, JournalError};

const DATABASE: &str = "slotlink";
const STORE: &str = "links";
/// Raised when the shape of the records changes; a database of a newer version is left alone.
const VERSION: u32 = 1;

/// The origin's IndexedDB as a [`Journal`]. Records are kept as JSON text under their id.
pub struct IndexedDb;

impl Journal for IndexedDb {
    fn put(&self, record: LinkRecord) -> LocalBoxFuture<'static, Result<(), JournalError>> {
        Box::pin(async move {
            let text = record.to_json();
            let database = open().await.map_err(said)?;
            let (transaction, store) =
                store(&database, IdbTransactionMode::Readwrite).map_err(said)?;
            store
                .put_with_key(&text.into(), &record.id.as_str().into())
                .map_err(said)?;
            finish(&transaction).await.map_err(said)
        })
    }

    fn list(
        &self,
        account: &str,
        server: &str,
    ) -> LocalBoxFuture<'static, Result<Vec<LinkRecord>, JournalError>> {
        let (account, server) = (account.to_owned(), server.to_owned());
        Box::pin(async move {
            let database = open().await.map_err(said)?;
            let (_, store) = store(&database, IdbTransactionMode::Readonly).map_err(said)?;
            let all: Array = answer(&store.get_all().map_err(said)?)
                .await
                .map_err(said)?
                .into();
            // A record that cannot be read is passed over, not deleted: a newer version may have written it.
            let records = all
                .iter()
                .filter_map(|text| LinkRecord::from_json(&text.as_string()?));
            Ok(records
                .filter(|record| record.account == account && record.server == server)
                .collect())
        })
    }

    fn delete(&self, id: &str) -> LocalBoxFuture<'static, Result<(), JournalError>> {
        let id = id.to_owned();
        Box::pin(async move {
            let database = open().await.map_err(said)?;
            let (transaction, store) =
                store(&database, IdbTransactionMode::Readwrite).map_err(said)?;
            store.delete(&id.as_str().into()).map_err(said)?;
            finish(&transaction).await.map_err(said)
        })
    }
}

fn said(error: JsValue) -> JournalError {
    let text = |name: &str| js_sys::Reflect::get(&error, &name.into()).ok()?.as_string();
    match text("name").as_deref() {
        Some("QuotaExceededError") => JournalError::Full,
        Some("VersionError") => JournalError::Newer,
        _ => JournalError::Unavailable(text("message").unwrap_or_default()),
    }
}

/// What a request yields.
async fn answer(request: &IdbRequest) -> Result<JsValue, JsValue> {
    let promise = Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    });
    let settled = JsFuture::from(promise).await;
    request.set_onsuccess(None);
    request.set_onerror(None);
    match settled {
        Ok(_) => request.result(),
        Err(_) => {
            let error = request.error().ok().flatten();
            Err(error.map_or(JsValue::NULL, JsValue::from))
        }
    }
}

async fn open() -> Result<IdbDatabase, JsValue> {
    let factory = super::window::window().indexed_db()?.ok_or(JsValue::NULL)?;
    let request: IdbOpenDbRequest = factory.open_with_u32(DATABASE, VERSION)?;
    let upgrading = request.clone();
    let upgrade = Closure::<dyn FnMut()>::new(move || {
        if let Ok(database) = upgrading.result() {
            let database: IdbDatabase = database.unchecked_into();
            let _ = database.create_object_store(STORE);
        }
    });
    request.set_onupgradeneeded(Some(upgrade.as_ref().unchecked_ref()));
    let opened = answer(&request).await;
    request.set_onupgradeneeded(None);
    Ok(opened?.unchecked_into())
}

fn store(
    database: &IdbDatabase,
    mode: IdbTransactionMode,
) -> Result<(IdbTransaction, IdbObjectStore), JsValue> {
    let transaction = database.transaction_with_str_and_mode(STORE, mode)?;
    let store = transaction.object_store(STORE)?;
    // Takes effect when the transaction is done; an open connection would block a later version's upgrade.
    database.close();
    Ok((transaction, store))
}

/// Waits until the transaction is written: only then may the request that it announces leave.
async fn finish(transaction: &IdbTransaction) -> Result<(), JsValue> {
    let promise = Promise::new(&mut |resolve, reject| {
        transaction.set_oncomplete(Some(&resolve));
        transaction.set_onerror(Some(&reject));
        transaction.set_onabort(Some(&reject));
    });
    let settled = JsFuture::from(promise).await;
    transaction.set_oncomplete(None);
    transaction.set_onerror(None);
    transaction.set_onabort(None);
    // What it is rejected with is an event, which does not say why.
    settled
        .map(drop)
        .map_err(|_| transaction.error().map_or(JsValue::NULL, JsValue::from))
}
