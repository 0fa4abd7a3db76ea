/** The hashes that RSA-OAEP is used with in deliveries, each with MGF1 of the same hash. */
export const OAEP_HASHES = ['sha1', 'sha256', 'sha384', 'sha512'] as const
export type OaepHash = (typeof OAEP_HASHES)[number]
