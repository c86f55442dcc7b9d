export { Recording, type RecordedMessage } from './recording.js';
export { TestBroker, type RawMessage, type TestBrokerOptions } from './test-broker.js';
