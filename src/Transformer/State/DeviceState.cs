namespace Busroot.Transformer.State;

/// <summary>What the rules of one device remember between readings: one JSON object per rule, kept across revisions of the rule.</summary>
/// <remarks>
/// Owner: the lane that owns the device; not thread-safe. A run that fails leaves it as it was. Cost: an entry is a few dozen bytes
/// beside its JSON; a device without stateful rules needs no entry.
/// </remarks>
public sealed class DeviceState
{
    // A device has one rule, seldom two over its life: a list is smaller and faster than a table.
    private readonly List<Entry> _entries = [];

    /// <summary>What all of it takes, in bytes of JSON.</summary>
    public long Bytes
    {
        get
        {
            var bytes = 0L;
            foreach (var entry in _entries)
            {
                bytes += entry.Json.Length;
            }

            return bytes;
        }
    }

    /// <summary>The same memory for somebody else: what one changes from now on, the other does not see.</summary>
    /// <remarks>Cost: an entry per rule; the JSON is shared, for it is never written to.</remarks>
    public DeviceState Copy()
    {
        var copy = new DeviceState();
        foreach (var (ruleId, json) in Entries)
        {
            copy.Load(ruleId, json);
        }

        return copy;
    }

    /// <summary>Takes over what was stored.</summary>
    /// <param name="ruleId">The rule it belongs to.</param>
    /// <param name="json">UTF-8, a JSON object; kept, not copied. It is not looked at before the rule runs: anything else makes that rule
    /// fail with <see cref="RuleFault.InvalidState"/> and leaves other rules alone.</param>
    public void Load(string ruleId, ReadOnlyMemory<byte> json)
    {
        ArgumentNullException.ThrowIfNull(ruleId);
        EntryOf(ruleId).Json = json;
    }

    /// <summary>The rule's state as the last successful run left it.</summary>
    /// <returns>UTF-8, a JSON object; empty when the rule has not remembered anything yet.</returns>
    public ReadOnlyMemory<byte> Of(string ruleId) => _entries.Find(entry => entry.RuleId == ruleId)?.Json ?? default;

    /// <summary>The rules that remember something, and what: UTF-8, a JSON object each.</summary>
    public IEnumerable<(string RuleId, ReadOnlyMemory<byte> Json)> Entries => _entries.Where(entry => !entry.Json.IsEmpty).Select(entry => (entry.RuleId, entry.Json));

    /// <summary>Replaces what a rule remembers, by a person's hand; a change to be taken like that of a run.</summary>
    /// <param name="ruleId">The rule.</param>
    /// <param name="json">UTF-8, a JSON object; empty or <c>{}</c> to forget.</param>
    public void Replace(string ruleId, ReadOnlySpan<byte> json) => Keep(ruleId, json);

    /// <summary>Takes what the last runs changed and has not been taken yet, to be stored with their signals.</summary>
    /// <param name="ruleId">The rule.</param>
    /// <param name="json">UTF-8, a JSON object, immutable; empty when the rule emptied its state, so that the entry can be deleted.</param>
    /// <returns><see langword="false"/> when nothing changed. Call until it is.</returns>
    public bool TryTakeChange(out string ruleId, out ReadOnlyMemory<byte> json)
    {
        foreach (var entry in _entries)
        {
            if (entry.IsChanged)
            {
                entry.IsChanged = false;
                (ruleId, json) = (entry.RuleId, entry.Json);
                return true;
            }
        }

        (ruleId, json) = ("", default);
        return false;
    }

    /// <summary>Keeps what a successful run left, if it differs.</summary>
    internal void Keep(string ruleId, ReadOnlySpan<byte> json)
    {
        if (json.SequenceEqual("{}"u8))
        {
            json = default; // nothing remembered is no entry
        }

        if (!json.SequenceEqual(Of(ruleId).Span))
        {
            var entry = EntryOf(ruleId);
            entry.Json = json.ToArray();
            entry.IsChanged = true;
        }
    }

    private Entry EntryOf(string ruleId)
    {
        var entry = _entries.Find(known => known.RuleId == ruleId);
        if (entry is null)
        {
            _entries.Add(entry = new Entry(ruleId));
        }

        return entry;
    }

    private sealed class Entry(string ruleId)
    {
        public string RuleId { get; } = ruleId;

        public ReadOnlyMemory<byte> Json { get; set; }

        public bool IsChanged { get; set; }
    }
}
