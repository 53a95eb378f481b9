/**
 * Changes of this page that the core has not answered yet. What arrives meanwhile (an answer to an earlier change, news, a
 * list) may be older than they are, so it is shown with them on top: a choice never jumps back. Runs in the page. Sends nothing.
 */
import type { Conversation } from '#contract/conversations.ts';
import type { ConversationId, ModelId } from '#contract/ids.ts';
import type { LoadSettings, Model } from '#contract/models.ts';
import type { Settings } from '#contract/settings.ts';

type OpenChange = {
  /** The core has answered, or it failed. True: nobody has changed the same thing since, so the answer is the newest. */
  end(): boolean;
};

class OwnChanges<Id extends string, Value extends object> {
  readonly #open = new Map<Id, Partial<Value>[]>();
  readonly #latest = new Map<Id, Partial<Value>>();

  /** Until its `end`, the change is laid over whatever is read of that thing. */
  begin(id: Id, change: Partial<Value>): OpenChange {
    this.#open.set(id, [...(this.#open.get(id) ?? []), change]);
    this.#latest.set(id, change);
    return {
      end: () => {
        // The core answers in order: what was sent before has had its effect too.
        const open = this.#open.get(id) ?? [];
        const later = open.slice(open.indexOf(change) + 1);
        if (later.length > 0) this.#open.set(id, later);
        else this.#open.delete(id);
        return this.#latest.get(id) === change;
      },
    };
  }

  over(id: Id, value: Value): Value {
    const changes = this.#open.get(id);
    return changes === undefined ? value : Object.assign({ ...value }, ...changes);
  }
}

export const ownLoadSettings = new OwnChanges<ModelId, LoadSettings>();
export const ownConversations = new OwnChanges<ConversationId, Conversation>();
export const ownSettings = new OwnChanges<'app', Settings>();

export function withOwnLoadSettings(model: Model): Model {
  return { ...model, loadSettings: ownLoadSettings.over(model.id, model.loadSettings) };
}
