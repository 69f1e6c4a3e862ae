//! Random bytes and SHA-256 from WebCrypto.

use js_sys::{ArrayBuffer, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = crypto, js_name = getRandomValues)]
    fn get_random_values(bytes: &Uint8Array) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["crypto", "subtle"], js_name = digest)]
    fn digest(algorithm: &str, bytes: &Uint8Array) -> Result<Promise, JsValue>;
    #[wasm_bindgen(thread_local_v2, js_name = isSecureContext)]
    static IS_SECURE_CONTEXT: Option<bool>;
}

/// 32 bytes from the browser's CSPRNG, or nothing where it has none.
pub fn random_bytes() -> Option<[u8; 32]> {
    let bytes = Uint8Array::new_with_length(32);
    get_random_values(&bytes).ok()?;
    let mut out = [0; 32];
    bytes.copy_to(&mut out);
    Some(out)
}

/// SHA-256 of `text`.
pub async fn sha256(text: &str) -> Option<[u8; 32]> {
    let promise = digest("SHA-256", &Uint8Array::from(text.as_bytes())).ok()?;
    let buffer: ArrayBuffer = JsFuture::from(promise).await.ok()?.dyn_into().ok()?;
    let mut out = [0; 32];
    let bytes = Uint8Array::new(&buffer);
    (bytes.length() == 32).then(|| bytes.copy_to(&mut out))?;
    Some(out)
}

/// Whether the page may use WebCrypto at all: https, or loopback (RFC 9700 section 2.6).
pub fn is_secure_context() -> bool {
    IS_SECURE_CONTEXT.with(|secure| secure.unwrap_or(false))
}
