//! Web Locks: who works on what, over all tabs of the origin.

use std::any::Any;

use futures_util::future::LocalBoxFuture;
use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::object::object;
use crate::client::ports::Locks;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["navigator", "locks"], js_name = request)]
    fn request(name: &str, options: &Object, held: &Function) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["navigator", "locks"], js_name = query)]
    fn query() -> Result<Promise, JsValue>;
}

/// The browser's lock manager. Where there is none every lock is granted: one tab is then the best we can know.
pub struct WebLocks;

/// A held lock; dropping it releases it.
struct Held {
    release: Function,
}

impl Drop for Held {
    fn drop(&mut self) {
        let _ = self.release.call0(&JsValue::NULL);
    }
}

impl WebLocks {
    /// Waits until nobody holds this lock any more.
    pub async fn released(name: &str) {
        let options = object(&[("mode", "shared".into())]);
        let granted = Closure::once_into_js(|| {});
        if let Ok(asked) = request(name, &options, granted.unchecked_ref()) {
            let _ = JsFuture::from(asked).await;
        }
    }
}

impl Locks for WebLocks {
    fn hold(&self, name: String) -> LocalBoxFuture<'static, Option<Box<dyn Any>>> {
        Box::pin(async move {
            // Resolves with the function that releases the lock, or with null when somebody else holds it.
            let granted = Promise::new(&mut |resolve, _| {
                let options = object(&[("ifAvailable", JsValue::TRUE)]);
                let tell = resolve.clone();
                let held = Closure::once_into_js(move |lock: JsValue| -> JsValue {
                    if lock.is_null() {
                        let _ = tell.call1(&JsValue::NULL, &JsValue::NULL);
                        return JsValue::UNDEFINED;
                    }
                    Promise::new(&mut |release, _| {
                        let _ = tell.call1(&JsValue::NULL, &release);
                    })
                    .into()
                });
                let free =
                    move || drop(resolve.call1(&JsValue::NULL, &Closure::once_into_js(|| {})));
                match request(&name, &options, held.unchecked_ref()) {
                    // Where storage is refused the promise is, too; of no effect once the lock was granted.
                    Ok(asked) => super::runtime::spawn(async move {
                        if JsFuture::from(asked).await.is_err() {
                            free();
                        }
                    }),
                    Err(_) => free(),
                }
            });
            let release: Function = JsFuture::from(granted).await.ok()?.dyn_into().ok()?;
            Some(Box::new(Held { release }) as Box<dyn Any>)
        })
    }

    fn is_held(&self, name: String) -> LocalBoxFuture<'static, bool> {
        Box::pin(async move {
            let Ok(promise) = query() else { return false };
            let Ok(snapshot) = JsFuture::from(promise).await else {
                return false;
            };
            let Ok(held) = Reflect::get(&snapshot, &"held".into()) else {
                return false;
            };
            Array::from(&held).iter().any(|lock| {
                Reflect::get(&lock, &"name".into())
                    .ok()
                    .and_then(|found| found.as_string())
                    .as_deref()
                    == Some(&name)
            })
        })
    }
}
