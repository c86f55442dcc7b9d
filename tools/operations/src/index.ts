export { audit, type AuditOptions, type AuditTarget } from './audit/audit.js';
export { formatReport, type AuditReport, type Disagreement } from './audit/report.js';
export { readTimeline, type PaymentTimeline } from './timeline/timeline.js';
