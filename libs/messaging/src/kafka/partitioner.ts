import { Partitioners, type ICustomPartitioner } from 'kafkajs';

/**
 * By the partition that the sender asks for, else by the key as Kafka's own clients do it.
 * kafkajs drops a message for a partition that does not exist without a word; such a one goes by
 * its key instead.
 */
export const existingPartitions: ICustomPartitioner = () => {
  const byKey = Partitioners.DefaultPartitioner();
  return ({ topic, partitionMetadata, message }) => {
    const { partition } = message;
    if (partition !== undefined && partitionMetadata.some((p) => p.partitionId === partition)) {
      return partition;
    }
    return byKey({ topic, partitionMetadata, message: { ...message, partition: undefined } });
  };
};
