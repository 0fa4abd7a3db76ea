import type { DeliveriesWording } from '../../wording/deliveries.ts'

export const destinations: DeliveriesWording['destinations'] = {
  'aws-kms': {
    name: 'AWS KMS',
    blob: 'the raw key by RSA-OAEP, with the token',
    limits: 'wrapping key and token live 24 hours; 25 rotations',
    when: 'Programs in AWS ask KMS to encrypt and decrypt, or buckets are encrypted under it, and you can take the key away within minutes.',
  },
  transit: {
    name: 'OpenBao and Vault, transit',
    blob: 'RSA-AES wrap under the RSA-4096 key of the mount, base64',
    limits: 'versions come over the gap alone unless allow_rotation',
    when: 'Your own server encrypts and decrypts for programs, and the key is not to leave it.',
  },
  'gcp-kms': {
    name: 'Google Cloud KMS',
    blob: 'RSA-AES wrap or RSA-OAEP under the key of an import job',
    limits: 'an import job lives three days',
    when: 'Programs in Google Cloud ask it to encrypt and decrypt.',
  },
  'azure-hsm': {
    name: 'Azure Managed HSM',
    blob: 'a .byok file: RSA-AES wrap with SHA-1',
    limits: 'terms ask that the key never was outside an HSM',
    when: 'Azure uses the key inside an HSM. Ask your contract first: this key was made in software.',
  },
  pkcs11: {
    name: 'an HSM by PKCS#11',
    blob: 'AES-KWP under a KEK, RSA-OAEP, or RSA-AES wrap',
    limits: 'the HSM must have the mechanism',
    when: 'An HSM of yours is to have the key, which then never leaves it.',
  },
  's3-sse-c': {
    name: 'S3, SSE-C',
    blob: 'the raw key, sealed to the machine that uses it',
    limits: 'off on new buckets since April 2026',
    when: 'Objects in S3 are encrypted under a key that S3 never keeps: every request brings it. Where nobody at AWS may have the key at rest.',
  },
  's3-sse-kms': {
    name: 'S3, SSE-KMS',
    blob: 'nothing: the ARN of a key in AWS KMS',
    limits: 'as AWS KMS',
    when: 'A bucket is encrypted under a key in AWS KMS. The usual choice for S3: deliver the key to AWS KMS, and give the bucket its ARN.',
  },
  's3-sse-s3': {
    name: 'S3, SSE-S3',
    blob: 'nothing: S3 has keys of its own',
    limits: 'nobody can take the key away',
    when: 'A lost disk is all that you fear. No key of this vault is used, and nobody can take one away.',
  },
  'aws-encryption-sdk': {
    name: 'AWS Encryption SDK, raw AES keyring',
    blob: 'the raw key, sealed; its namespace and name',
    limits: 'the namespace is not aws-kms',
    when: 'A program of yours encrypts by itself, before anything is stored.',
  },
  'ffmpeg-hls': {
    name: 'FFmpeg, HLS AES-128',
    blob: 'the raw key, sealed; a key info file',
    limits: 'FFmpeg takes longer keys as well and uses their first 16 bytes: refused here',
    when: 'A stream is for those who may fetch its key from your server. Simple, and no protection against those who may watch.',
  },
  'ffmpeg-cenc': {
    name: 'FFmpeg, common encryption',
    blob: 'the key in hexadecimal, sealed',
    limits: 'the key stands in the process list while FFmpeg runs',
    when: 'A few files are encrypted for players with DRM, on a machine that nobody else is logged in to.',
  },
  'shaka-cenc': {
    name: 'Shaka Packager, common encryption',
    blob: 'a flag file, sealed',
    limits: 'drm_label must match the label',
    when: 'Video is packaged for DRM, with a manifest: DASH and HLS. The usual choice for video.',
  },
  cloudfront: {
    name: 'CloudFront, signed URLs',
    blob: 'the private key as PKCS#1 PEM, sealed; the public key',
    limits: 'RSA with SHA-1 for a canned policy',
    when: 'Addresses of videos or files are to end, and be good for those alone to whom you gave them. It takes an RSA key pair.',
  },
  age: {
    name: 'a recipient of age',
    blob: 'an age file',
    limits: 'X25519 and hybrid recipients',
    when: 'Somebody has age, or can install it: the simplest of the three.',
  },
  cms: {
    name: 'a recipient of CMS',
    blob: 'AuthEnvelopedData, AES-256-GCM',
    limits: 'RSA from 2,048 bits; P-256, P-384, P-521',
    when: 'Somebody has a certificate, or OpenSSL and nothing else.',
  },
  openpgp: {
    name: 'a recipient of OpenPGP',
    blob: 'a message with an integrity check',
    limits: 'keys of version 4: RSA from 2,048 bits, Curve25519, P-256, P-384, P-521',
    when: 'Somebody has an OpenPGP key, and GnuPG.',
  },
  mediaconvert: {
    name: 'AWS Elemental MediaConvert',
    blob: 'nothing can be brought',
    limits: 'takes keys online alone (SPEKE)',
    when: 'You transcode with MediaConvert: encrypt before the upload, or the bucket.',
  },
  mediapackage: {
    name: 'AWS Elemental MediaPackage',
    blob: 'nothing can be brought',
    limits: 'takes keys online alone (SPEKE)',
    when: 'You package with MediaPackage: package before, and serve from S3.',
  },
  'cloudfront-sse-kms': {
    name: 'CloudFront over SSE-KMS',
    blob: 'nothing can be brought',
    limits: 'the key is that of the bucket',
    when: 'CloudFront serves a bucket that is encrypted: give the bucket the key.',
  },
}

export const notices: DeliveriesWording['notices'] = {
  'algorithm-assumed':
    'Nothing says which hash the other side asked for: SHA-256, with MGF1 of SHA-256, is assumed. If they asked for another, say so: what is wrapped otherwise is refused there.',
  'valid-to-said': 'Until when the wrapping key is good was said by somebody; no file says it.',
  'material-expires':
    'At the end that was chosen AWS deletes the material: what it encrypted can be read again only after the same key is imported once more.',
  'never-outside-hsm':
    'Microsoft asks that a key brought so never existed in plain outside an HSM. This one was made in software. Whether that is allowed, your contract says.',
  'key-in-process-list':
    'FFmpeg takes the key as an argument, which everybody who is logged in to that machine can see while it runs. Shaka Packager reads it from a file.',
  'sealed-once-more':
    'The destination takes the key as it is; until it is used it is sealed to the machine that uses it.',
  plain: 'The key leaves plain: whoever has the medium has the key.',
}
