import { ArrayNotEmpty, IsBoolean, IsIn, IsOptional, IsString, Matches } from 'class-validator';
import { Env } from './env.js';
import type { CrossChecked } from './load-config.js';
import { readTls, tlsProblems, type TlsMaterial, type TlsSettings } from './tls-files.js';

const HOST_AND_PORT = /^[^\s:,/]+:\d{1,5}$/;
const MECHANISMS = ['plain', 'scram-sha-256', 'scram-sha-512'] as const;

export interface KafkaSecurity {
  tls?: TlsMaterial;
  sasl?: { mechanism: (typeof MECHANISMS)[number]; username: string; password: string };
}

/** What a mesh's topics and groups are called: of whatever names them, with a broker or without. */
export class TopicPrefixConfig {
  @Env('TOPIC_PREFIX', 'put before every topic and consumer group, so that meshes share a broker')
  @Matches(/^[A-Za-z0-9._-]{0,100}$/, {
    message: 'topicPrefix must be at most 100 letters, digits, dots, dashes and underscores',
  })
  topicPrefix: string = '';
}

/** How to reach Kafka: of every service, and of whatever else speaks to the broker. */
export class KafkaConfig extends TopicPrefixConfig implements CrossChecked {
  @Env('KAFKA_BROKERS', 'host:port of one or more brokers, separated by commas')
  @ArrayNotEmpty()
  @Matches(HOST_AND_PORT, { each: true, message: 'kafkaBrokers must be host:port[,host:port…]' })
  kafkaBrokers: string[];

  @Env('KAFKA_TLS', 'true to speak TLS with the brokers; their certificates are always verified')
  @IsBoolean()
  kafkaTls: boolean = false;

  @Env('KAFKA_TLS_CA_FILE', "PEM file of who signed the brokers' certificates")
  @IsOptional()
  @IsString()
  kafkaTlsCaFile?: string;

  @Env('KAFKA_TLS_CERT_FILE', 'PEM file of our own certificate, for brokers that ask for one')
  @IsOptional()
  @IsString()
  kafkaTlsCertFile?: string;

  @Env('KAFKA_TLS_KEY_FILE', "PEM file of our own certificate's key")
  @IsOptional()
  @IsString()
  kafkaTlsKeyFile?: string;

  @Env('KAFKA_SASL_MECHANISM', MECHANISMS.join(', '))
  @IsOptional()
  @IsIn(MECHANISMS)
  kafkaSaslMechanism?: (typeof MECHANISMS)[number];

  @Env('KAFKA_SASL_USERNAME', 'who we are to the brokers')
  @IsOptional()
  @IsString()
  kafkaSaslUsername?: string;

  @Env('KAFKA_SASL_PASSWORD', 'and our password')
  @IsOptional()
  @IsString()
  kafkaSaslPassword?: string;

  /** The files are read here, once for each call. */
  kafkaSecurity(): KafkaSecurity {
    const { kafkaSaslMechanism: mechanism } = this;
    const { kafkaSaslUsername: username = '', kafkaSaslPassword: password = '' } = this;
    return {
      tls: readTls(this.kafkaTlsSettings()),
      sasl: mechanism && { mechanism, username, password },
    };
  }

  problems(): string[] {
    return [...tlsProblems(this.kafkaTlsSettings()), ...this.saslProblems()];
  }

  private kafkaTlsSettings(): TlsSettings {
    return {
      variable: 'KAFKA_TLS',
      enabled: this.kafkaTls,
      caFile: this.kafkaTlsCaFile,
      certFile: this.kafkaTlsCertFile,
      keyFile: this.kafkaTlsKeyFile,
    };
  }

  private saslProblems(): string[] {
    const { kafkaSaslMechanism, kafkaSaslUsername, kafkaSaslPassword } = this;
    const given = [kafkaSaslMechanism, kafkaSaslUsername, kafkaSaslPassword];
    if (given.every((value) => value === undefined)) return [];
    if (given.some((value) => value === undefined)) {
      return [
        'KAFKA_SASL_MECHANISM, KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD are set together or not at all',
      ];
    }
    return kafkaSaslMechanism === 'plain' && !this.kafkaTls
      ? ['KAFKA_SASL_MECHANISM=plain sends the password as it is and is refused without KAFKA_TLS']
      : [];
  }
}
