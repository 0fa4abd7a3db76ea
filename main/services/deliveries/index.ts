/** Deliveries as people make them: checked before anybody gathers, packed, recorded, confirmed. */

export { createDeliveries, type Deliveries } from './deliveries.ts'
export { createDeliveryScreen, type DeliveryScreen } from './delivery-screen.ts'
export { readReceipt, receiptFacts } from './receipt-page.ts'
