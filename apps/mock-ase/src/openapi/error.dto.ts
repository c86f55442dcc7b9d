import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

class FieldProblemView {
  @ApiProperty({ example: 'delayMs' })
  field: string;

  @ApiProperty({ example: 'delayMs must not be less than 0' })
  message: string;
}

class ErrorDetailView {
  @ApiProperty({ example: 'invalid_request' })
  code: string;

  @ApiProperty()
  message: string;

  @ApiPropertyOptional({ type: [FieldProblemView] })
  fields?: FieldProblemView[];
}

/** What every service of the mesh answers when something is wrong. */
export class ErrorView {
  @ApiProperty({ type: ErrorDetailView })
  error: ErrorDetailView;
}
