/**
 * Dragging a conversation onto a folder, or out of it. Page. Whoever uses the keyboard has "Move to …" in the menu.
 */
import { useState, type DragEvent } from 'react';
import { type ConversationId, conversationIdSchema } from '#contract/ids.ts';

/** A type of its own: files and texts from elsewhere are nothing that can be dropped here. */
const type = 'application/x-prisme-conversation';

export function startDrag(event: DragEvent, conversationId: ConversationId): void {
  event.dataTransfer.setData(type, conversationId);
  event.dataTransfer.effectAllowed = 'move';
}

export type DropTarget = {
  /** Something that can be dropped is above it. */
  readonly isOver: boolean;
  readonly handlers: {
    readonly onDragOver: (event: DragEvent) => void;
    readonly onDragLeave: (event: DragEvent) => void;
    readonly onDrop: (event: DragEvent) => void;
  };
};

export function useDropTarget(onDrop: (conversationId: ConversationId) => void): DropTarget {
  const [isOver, setOver] = useState(false);
  return {
    isOver,
    handlers: {
      onDragOver: (event) => {
        if (!event.dataTransfer.types.includes(type)) return;
        event.preventDefault();
        setOver(true);
      },
      onDragLeave: (event) => {
        const to = event.relatedTarget;
        if (!(to instanceof Node && event.currentTarget.contains(to))) setOver(false);
      },
      onDrop: (event) => {
        setOver(false);
        const dropped = conversationIdSchema.safeParse(event.dataTransfer.getData(type));
        if (!dropped.success) return;
        event.preventDefault();
        event.stopPropagation();
        onDrop(dropped.data);
      },
    },
  };
}
