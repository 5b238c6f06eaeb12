/**
 * What can be tuned in AN0401: ATT&CK's mutable elements under their own names. Resolved and validated by the
 * caller; the defaults here are those of the settings table.
 *
 * @module
 */
export interface An0401Settings {
  /**
   * Crypto libraries whose use is expected here, by absolute path or file name. Mapping one still counts as
   * cryptography, but being mapped late, or from an unusual place, does not.
   */
  readonly TrustedCryptoLibs: readonly string[];
  /** Images whose encrypted sessions are expected here, by absolute path. They are not unexpected by themselves. */
  readonly AllowedCryptoProcesses: readonly string[];
  /** Bytes out over bytes in from which a session counts as an upload. */
  readonly TrafficAsymmetryRatio: number;
  /** Corrected Shannon entropy in bits per byte from which a long payload of no known protocol counts as random. */
  readonly EntropyThreshold: number;
  /** Between crypto evidence and session, either way, in ms. */
  readonly TimeWindow: number;
}

export const an0401Defaults: An0401Settings = {
  TrustedCryptoLibs: [],
  AllowedCryptoProcesses: [],
  TrafficAsymmetryRatio: 8,
  EntropyThreshold: 7.5,
  TimeWindow: 300_000,
};
