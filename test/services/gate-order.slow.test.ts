import { test } from 'node:test'
import { PROFILES } from '../../shared/roles.ts'
import { refuseTooFew } from './gate-order.ts'

for (const profile of PROFILES) {
  test(`${profile}: too few signatures get one answer at both desks, and learn nothing`, context =>
    refuseTooFew(context, profile, 'all'))
}
