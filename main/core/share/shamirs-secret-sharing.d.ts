/** The part of the library that core/shamir.ts uses: `random` is missing on purpose (never pass it). */
declare module 'shamirs-secret-sharing' {
  export function split(
    secret: Uint8Array,
    policy: { readonly shares: number; readonly threshold: number },
  ): Uint8Array[]
  export function combine(shares: readonly Uint8Array[]): Uint8Array
}
