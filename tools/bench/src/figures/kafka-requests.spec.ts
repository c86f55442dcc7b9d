import { parseKafkaRequests } from './kafka-requests.js';

describe('requests to Kafka', () => {
  it("are read from the services' metrics and added up by API", () => {
    const one = [
      '# TYPE tapmesh_kafka_requests_total counter',
      'tapmesh_kafka_requests_total{api="Fetch"} 100',
      'tapmesh_kafka_requests_total{api="Produce"} 7',
      'messaging_published 12',
    ].join('\n');
    const other = 'tapmesh_kafka_requests_total{api="Fetch"} 1\n';
    expect(parseKafkaRequests([one, other])).toEqual(
      new Map([
        ['Fetch', 101],
        ['Produce', 7],
      ]),
    );
  });

  it('are unknown where nobody counts them', () => {
    expect(parseKafkaRequests(['messaging_published 12'])).toEqual(new Map());
  });
});
