// A certificate that nobody vouches for, made anew by each run: what a test's https server needs and Node does not make.
import { generateKeyPairSync, sign } from 'node:crypto';

/** One value of DER (X.690): tag, length, contents. */
function der(tag, ...parts) {
  const contents = Buffer.concat(parts.map((part) => Buffer.from(part)));
  const { length } = contents;
  const long = length > 255 ? [0x82, length >> 8, length & 255] : length > 127 ? [0x81, length] : [length];
  return Buffer.concat([Buffer.from([tag, ...long]), contents]);
}

const sequence = (...parts) => der(0x30, ...parts);
const ECDSA_WITH_SHA256 = sequence(der(0x06, [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02]));
const COMMON_NAME = der(0x06, [0x55, 0x04, 0x03]);

/** `{key, cert}` in PEM, for this name (RFC 5280 section 4.1). */
export function certificate(name) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const who = sequence(der(0x31, sequence(COMMON_NAME, der(0x0c, Buffer.from(name)))));
  const tbs = sequence(
    der(0xa0, der(0x02, [2])),
    der(0x02, [1]),
    ECDSA_WITH_SHA256,
    who,
    sequence(...['20200101000000Z', '20491231235959Z'].map((time) => der(0x18, Buffer.from(time)))),
    who,
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const whole = sequence(tbs, ECDSA_WITH_SHA256, der(0x03, [0], sign('sha256', tbs, privateKey)));
  const lines = whole.toString('base64').match(/.{1,64}/g).join('\n');
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
  };
}
