#!/usr/bin/env node
import {
  ConfigError,
  helpJson,
  helpText,
  loadConfig,
  TopicPrefixConfig,
} from '@tapmesh/service-kit';
import { aclCommands } from './acls.js';
import { TopicsConfig } from './topics.config.js';
import { createTopics, TopicsError } from './topics.js';

const subject = {
  name: 'topics',
  description: 'makes the topics of a mesh on a Kafka cluster; those that exist stay as they are.',
  configClass: TopicsConfig,
};

const OPTIONS = `Options:
  --acls       print who may read and write what, as commands of kafka-acls.sh; nothing is made
  --help       this text; --help=json for programs
`;

async function run([option]: string[]): Promise<number> {
  switch (option) {
    case '--help':
    case '-h':
      process.stdout.write(`${helpText(subject)}\n${OPTIONS}`);
      return 0;
    case '--help=json':
      process.stdout.write(helpJson(subject));
      return 0;
    case '--acls':
      console.log(aclCommands(loadConfig(TopicPrefixConfig).topicPrefix).join('\n'));
      return 0;
    case undefined:
      return make(loadConfig(TopicsConfig));
    default:
      console.error(`topics: "${option}" is no option: try --help`);
      return 2;
  }
}

async function make(config: TopicsConfig): Promise<number> {
  const { made, kept, different } = await createTopics({
    brokers: config.kafkaBrokers.join(','),
    prefix: config.topicPrefix,
    security: config.kafkaSecurity(),
    layout: config.layout(),
  });
  console.log(`${made.length} topics made, ${kept.length} were there`);
  for (const sentence of different) console.log(`  ${sentence}: left as it is`);
  return 0;
}

// Not `exitCode`: a Kafka client that lost its broker would keep us here while it tries again.
process.exit(
  await run(process.argv.slice(2)).catch((error: unknown) => {
    if (!(error instanceof ConfigError || error instanceof TopicsError)) throw error;
    console.error(`topics: ${error.message}`);
    return 1;
  }),
);
