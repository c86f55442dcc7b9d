/** For the audit: the rule by which the bridge's own books are judged, and what names a gap. No Nest, no clients. */
export { isBalanced, type Balance } from './balance.js';
export { committedOffsets } from './committed-offsets.js';
export { findGaps, type Gap } from './gaps.js';
export { GapsRepository } from './gaps.repository.js';
export { reconcileDays, type Reconciled } from './reconciled.js';
export { ReconciliationRepository, type Snapshot } from './reconciliation.repository.js';
