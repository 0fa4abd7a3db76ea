import { Page } from '../section/page.tsx'
import { CheckStatusList } from './check-status-list.tsx'
import { PublishStatusList } from './publish-status-list.tsx'

/** What became of every key, for those outside: the list that is out, the next one, and a check of any. */
export const StatusLists = () => (
  <Page
    title="Status lists"
    lead="A signed file that says outside in which state every key is. What is not in it is unknown, and never good."
  >
    <PublishStatusList />
    <CheckStatusList />
  </Page>
)
