import { Module, type DynamicModule } from '@nestjs/common';
import { BackendConfig } from './backend.config.js';

/** The configuration, for whoever asks for it. */
@Module({})
export class ConfigModule {
  static forRoot(config: BackendConfig): DynamicModule {
    return {
      module: ConfigModule,
      global: true,
      providers: [{ provide: BackendConfig, useValue: config }],
      exports: [BackendConfig],
    };
  }
}
