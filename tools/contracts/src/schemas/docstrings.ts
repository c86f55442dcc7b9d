import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** By `Class`, `Class.field` or `Enum.Member`; enum members also by their value. */
export type Docstrings = ReadonlyMap<string, string>;

/** What the contract's sources say of their classes, fields and enum members. */
export function readDocstrings(sourceFolder: string): Docstrings {
  const docs = new Map<string, string>();
  for (const entry of readdirSync(sourceFolder, { recursive: true, encoding: 'utf8' }).sort()) {
    if (!entry.endsWith('.ts') || entry.endsWith('.spec.ts')) continue;
    const text = readFileSync(join(sourceFolder, entry), 'utf8');
    const file = ts.createSourceFile(entry, text, ts.ScriptTarget.Latest, true);
    for (const statement of file.statements) {
      if (ts.isClassDeclaration(statement) || ts.isEnumDeclaration(statement)) {
        collect(statement, docs);
      }
    }
  }
  return docs;
}

function collect(
  declaration: ts.ClassDeclaration | ts.EnumDeclaration,
  docs: Map<string, string>,
): void {
  const owner = declaration.name?.text ?? '';
  note(owner, declaration, docs);
  for (const member of declaration.members) {
    if (member.name === undefined) continue;
    note(`${owner}.${member.name.getText()}`, member, docs);
    if (ts.isEnumMember(member) && member.initializer && ts.isStringLiteral(member.initializer)) {
      note(member.initializer.text, member, docs);
    }
  }
}

function note(name: string, node: ts.Node, docs: Map<string, string>): void {
  const comments = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
  const text = ts.getTextOfJSDocComment(comments.at(-1)?.comment);
  if (text) docs.set(name, text.replace(/\s*\n\s*/g, ' '));
}
