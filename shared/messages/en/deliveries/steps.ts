import type { DeliveriesWording } from '../../wording/deliveries.ts'

const SSE_C =
  'Turning the key away does not close the objects: whoever had it can read what they have'

/** Whole sentences; the commands stand below them. */
export const steps: DeliveriesWording['steps'] = {
  'open-age': d =>
    `Open ${d.file} with the identity of this machine. The key is then in ${d.to}: memory, not a disk, and for this user alone.`,
  'open-cms': d =>
    `Open ${d.file} with the private key of this machine. The key is then in ${d.to}: memory, not a disk, and for this user alone.`,
  'take-plain': d =>
    `Copy ${d.file} to ${d.to}. It is plain: whoever has this medium has the key. Destroy the medium when this is done.`,
  clear: d => `Remove ${d.file} from memory as soon as it has been used.`,
  'aws-kms-policy': d =>
    `Give ${d.arn} the key policy of this package, once. It lets the importer import in this one way, and lets nobody but the two named roles delete.`,
  'aws-kms-parameters': d =>
    `What was brought over the gap was asked for like this, with ${d.algorithm} and ${d.spec}. It is good for 24 hours; ask again when that is over, and make a new package.`,
  'aws-kms-import': d =>
    `Import the key into ${d.arn}. Wrapping key and token belong together: no other token will do.`,
  'aws-kms-rotate': () =>
    'Make the new material the current one. Older versions still decrypt what they encrypted. A key can be rotated so 25 times.',
  'aws-kms-proof': () =>
    'The state must be Enabled, and the origin EXTERNAL. A wrong key is refused at the import: InvalidCiphertextException, or IncorrectKeyMaterialException where the key had other material before.',
  'aws-kms-watch': () =>
    'Every use stands in CloudTrail (Encrypt, Decrypt, GenerateDataKey), a few minutes later: who, when, from where, for which resource.',
  'aws-kms-disable': () =>
    'Disable the key. It works within seconds, at most within minutes; what holds a data key already goes on until it asks again.',
  'aws-kms-keep': () =>
    'Do not delete the KMS key: what it encrypted can then be read by nobody, not with the copy in Keyclave either. Deleted material can be imported again, the same bytes.',
  'transit-wrapping-key': d =>
    `What was brought over the gap is the wrapping key of the mount ${d.mount}, RSA-4096.`,
  'transit-import': d =>
    `Import the key as ${d.name}, type ${d.type}. The hash is of OAEP and of MGF1 alike. Without allow_rotation the program makes no versions of its own: the next one comes over the gap.`,
  'transit-proof': d =>
    `Decrypt the text that was encrypted offline with this very key. The answer must be ${d.text}.`,
  'transit-proof-hmac': d =>
    `Ask for the HMAC that was computed offline with this very key. The answer must be ${d.proof}.`,
  'transit-watch': d =>
    `Every use of ${d.name} stands in the audit device of the server (paths ${d.mount}/encrypt, decrypt, sign). Turn one on, and look.`,
  'transit-disable': d =>
    `Import the next version first; then lift both floors above version ${d.version}. It works at once, on every node that has the change.`,
  'transit-rewrap': d =>
    `Encrypt what is stored under the old version of ${d.name} anew, without seeing it.`,
  'gcp-kms-key': d => `Create ${d.name} once, for imports alone.`,
  'gcp-kms-import': d => `Import the version by the import job ${d.job}. A job lives three days.`,
  'gcp-kms-primary': d =>
    `Make it the primary version, where this is an encryption key. Cloud KMS numbers versions itself: look which number it gave, and put it in place of ${d.version}.`,
  'gcp-kms-proof': () =>
    'The version must be ENABLED. IMPORT_FAILED has a reason beside it: a job that is over, a wrong method, a wrong size.',
  'gcp-kms-watch': () =>
    'Uses stand in Cloud Audit Logs once Data Access logs are on for Cloud KMS; changes always do.',
  'gcp-kms-disable': () =>
    'Disable the version. It goes on working for about a minute, in exceptional cases for hours; taking the permission away works within seconds.',
  'azure-kek': d =>
    `What was brought over the gap is the public key of ${d.kekId}, an RSA-HSM key with the one operation import, in the same HSM.`,
  'azure-import': d =>
    `Import ${d.name}. Microsoft asks that such a key never existed in plain outside an HSM, and this one was made in software: whether that is allowed, your contract says.`,
  'azure-proof': () => 'The key type must be oct-HSM.',
  'azure-watch': d =>
    `Uses stand in the audit log of ${d.hsm}, where a diagnostic setting sends it somewhere. See that there is one.`,
  'azure-disable': () => 'Disable the key. It works within minutes.',
  'pkcs11-kek': d =>
    `The key ${d.id} of the HSM unwraps. Its check value (three bytes of AES-ECB over zeros) must be ${d.check}.`,
  'pkcs11-public-key': d => `What was brought over the gap is the public half of ${d.id}.`,
  'pkcs11-unwrap-rsa': d =>
    `Unwrap the key into the HSM: mechanism ${d.mechanism}, hash ${d.hash} for OAEP and for MGF1 alike. Template: CKA_SENSITIVE true, CKA_EXTRACTABLE false. pkcs11-tool 0.23 hands no parameters of OAEP over when it unwraps: take a newer one, or the tool of the HSM.`,
  'pkcs11-unwrap': d =>
    `Unwrap the key into the HSM: mechanism ${d.mechanism}. Template: CKA_SENSITIVE true, CKA_EXTRACTABLE false. RFC 5649 is 0x210A in SoftHSM and nShield, 0x210B by PKCS#11 3.0; RFC 3394 (0x2109) is another one.`,
  'pkcs11-proof': d =>
    `The HSM's check value must be ${d.ecb} (three bytes of AES-ECB over zeros). Keyclave's own, on cards and in the kit, is ${d.cmac} (five bytes of AES-CMAC over zeros).`,
  'pkcs11-watch': () =>
    'Uses stand in the audit log of the HSM, if its policy writes one: PKCS#11 itself has none. See that it does.',
  'pkcs11-disable': () =>
    'Delete the object, or set CKA_ENCRYPT and CKA_DECRYPT to false where the HSM allows that. It works at once; sessions that have begun may finish.',
  's3-unblock': d =>
    `Look whether ${d.bucket} takes SSE-C: new buckets refuse it since April 2026. If it is blocked, set BlockedEncryptionTypes to NONE; what else stands in the setting stays as you write it. An aws from before the end of 2025 does not know this setting.`,
  's3-put': d =>
    `Put an object under ${d.object} in place of FILE. The key is given as a raw file (fileb://): in hexadecimal or base64 it would be another key.`,
  's3-md5': d =>
    `Ask for the object with the key. The server must answer with the MD5 of the key: ${d.md5}.`,
  's3-get': () => 'Read it back, and compare it with what was put there.',
  's3-watch': () =>
    'Uses of objects stand in CloudTrail data events or in server access logs, once one of them is on for the bucket. The key itself leaves no trace: S3 keeps only a hash of it.',
  's3-disable': () =>
    `${SSE_C}. Take their access to the bucket away (it works within seconds), then write every object anew under the next key, and delete the old versions.`,
  's3-kms-first': d =>
    `No secret is brought to the bucket: its key is ${d.arn}, which gets here as a delivery to aws-kms.`,
  's3-kms-bucket': d =>
    `New objects are encrypted under ${d.arn}; those that are there stay as they are until they are copied. A bucket key asks KMS less often. An aws from before the end of 2025 does not know BlockedEncryptionTypes.`,
  's3-kms-proof': d => `The answer must be aws:kms and ${d.arn}.`,
  's3-kms-disable': () =>
    'Disable the KMS key: reading and writing stop within minutes; a bucket key may serve a little longer.',
  's3-own-when': () =>
    'With SSE-S3 the keys are S3’s own: it protects against a lost disk, and nothing of this vault is used. Where somebody has to be able to take a key away, choose s3-sse-kms.',
  's3-own-bucket': () =>
    'Say so on the bucket, and refuse keys that clients send. An aws from before the end of 2025 does not know BlockedEncryptionTypes.',
  's3-own-proof': () => 'The answer must have AES256.',
  's3-own-disable': () =>
    'Nobody can disable this key. Take access to the bucket away: it works within seconds.',
  'sdk-keyring': d =>
    `Give the raw AES keyring the bytes of ${d.file}, the namespace ${d.namespace} and the name ${d.name}, exactly so: both stand in every message, and a message is opened by the keyring that has them.`,
  'sdk-install': () =>
    'The program that proves the key, proof.mjs, uses the AWS Encryption SDK for JavaScript on Node.js; any other Encryption SDK takes the same key. Install it in the folder of the package.',
  'sdk-proof': d =>
    `Encrypt a text and decrypt it again, with this keyring and with one that has the name not-${d.name}, which must be refused.`,
  'sdk-watch': () =>
    'The SDK keeps no log: let the program that calls it write what it opened, by the encryption context.',
  'sdk-disable': () =>
    'Take the key from every program that has it, and restart them: nobody else can. Then encrypt what is stored anew under the next one.',
  'hls-uri': d =>
    `Players will ask ${d.uri} for the key: let the server give it only to those who may watch, over TLS.`,
  'hls-encrypt': d =>
    `Encrypt. The third line of the key info file is the initialization vector ${d.iv}: without one FFmpeg counts from 0 for every file.`,
  'hls-proof': () =>
    'The playlist must name METHOD=AES-128, the address of the key and the vector.',
  'hls-watch': d => `Every player asks for ${d.uri}: its access log says who and when.`,
  'hls-disable': () =>
    'Take the key from its address: new players stop at once, those that have it play on. Then encrypt the video anew under the next key.',
  'cenc-alone': () =>
    'FFmpeg takes the key as an argument alone, which everybody who is logged in can see in the process list while it runs. Use a machine that nobody else is logged in to, or Shaka Packager, which reads it from a file.',
  'cenc-ffmpeg': d =>
    `Encrypt. The key id ${d.kid} stands in the file: it tells under which version the file is.`,
  'cenc-proof': d => `Play both: the sums must be the same. Key id in the file: ${d.kid}.`,
  'cenc-shaka': d =>
    `Encrypt. The key stands in the flag file and in no argument; nothing is left in clear at the beginning. The key id ${d.kid} stands in the files.`,
  'cenc-shaka-several': d =>
    `Where picture and sound, or sizes of the picture, get a key each, deliver each with a label of its own and open all of them as below; they are then used in one step instead of one each. Put the label of the other key in place of OTHER; ${d.label} is the one of this key.`,
  'cenc-shaka-proof': d =>
    `The file must be encrypted (is_encrypted: true), and the manifest must have the key id ${d.kid}, which it writes with hyphens.`,
  'cenc-watch': () =>
    'The key is used by whoever gives licences: their log says who and when. The file itself tells nothing.',
  'cenc-again-ffmpeg': () =>
    'A key that a player has cannot be taken away. Open this version and the next, encrypt the files anew under the next in one step, put its key id in place of NEXT_KID, and withdraw the old files.',
  'cenc-again-shaka': () =>
    'A key that a player has cannot be taken away. Open this version and the next, put the key id of the next in place of NEXT_KID, package anew in one step (the old key decrypts; the label names the one that encrypts), and withdraw the old files. The new manifests are manifest.new.mpd and master.new.m3u8.',
  'cloudfront-group': d =>
    `Put the public key into the key group ${d.name}, and let the behaviour of the distribution trust that group.`,
  'cloudfront-sign': d =>
    `Sign an address that is good until ${d.ends}. The option is --date-less-than; there is no --expires.`,
  'cloudfront-proof': d =>
    `Offline the same policy was signed with this key: ${d.url} opens it, and both signatures are the same.`,
  'cloudfront-watch': () =>
    'Standard logs of the distribution have every request with its Key-Pair-Id: a signature by a key that you did not use is somebody else’s.',
  'cloudfront-disable': () =>
    'Take the public key out of the key group (update-key-group with the rest of it), then delete it. Edge locations follow within minutes; every address that this key has signed ends then.',
  'person-fingerprint': d =>
    `Before anything is sent, the recipient reads out the fingerprint ${d.fingerprint} from their own copy.`,
  'person-open': d => `Open ${d.file} with the private key.`,
  'person-proof': d =>
    `Read the check value of what came out back to the sender: the first five bytes of AES-CMAC over a zero block, ${d.cmac}.`,
  'people-open': d =>
    `Open the files of all ${d.keys} keys with the private key. They are then in ${d.folder}: memory, not a disk, and for this user alone.`,
  'people-proof': () =>
    'Compare the check values of what came out with those in receipt.json, which names the file of each key: the first five bytes of AES-CMAC over a zero block.',
  'person-watch': () =>
    'Nobody sees what a person does with a key. Write down who has it, and until when.',
  'person-disable': () =>
    'What somebody has read they have. Make the next version, and encrypt anew what this one protects.',
  'instead-mediaconvert': () =>
    'MediaConvert takes keys from a key server online alone (SPEKE); a static key only for HLS AES-128 in its job settings, where it stands in plain in the job. Encrypt with Shaka Packager or FFmpeg before the upload, or leave the files to S3 with SSE-KMS.',
  'instead-mediapackage': () =>
    'MediaPackage asks a key server online for every key (SPEKE), and takes none from a file. Package with Shaka Packager or FFmpeg, and serve the files from S3 by CloudFront; or let the key server of a DRM provider import this key in its own way.',
  'instead-cloudfront-kms': () =>
    'CloudFront has no keys for objects: it reads them from S3. Encrypt the bucket with s3-sse-kms, give the distribution an origin access control, and allow kms:Decrypt in the key policy to the service principal cloudfront.amazonaws.com for the ARN of this one distribution. Who may watch is decided by signed URLs (cloudfront).',
}
