import { X } from 'lucide-react'
import classes from './remove-button.module.css'

export const RemoveButton = ({ what, onRemove }: { what: string; onRemove: () => void }) => (
  <button type="button" className={classes.remove} aria-label={`Remove ${what}`} onClick={onRemove}>
    <X size={20} aria-hidden="true" />
  </button>
)
