export { acls, aclCommands, type Acl } from './acls.js';
export { topicLayout, type Layout, type TopicLayout } from './layout.js';
export {
  createTopics,
  deleteTopics,
  TopicsError,
  type CreatedTopics,
  type CreateTopicsOptions,
  type TopicsOptions,
} from './topics.js';
