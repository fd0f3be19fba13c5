using System.Collections.Frozen;

namespace Busroot.Transformer.Matching;

/// <summary>Finds who serves a device: the most specific of the patterns that match. Threads: immutable.</summary>
/// <typeparam name="T">What a pattern leads to; compared by reference.</typeparam>
internal sealed class PatternTable<T>
    where T : class
{
    private readonly FrozenDictionary<string, T?> _exact;
    private readonly (DevicePattern Pattern, T Target)[] _byRank;

    public PatternTable(IEnumerable<(DevicePattern Pattern, T Target)> entries)
    {
        var all = entries.ToArray();
        _exact = all.Where(entry => entry.Pattern.Stars == 0)
            .GroupBy(entry => entry.Pattern.Text, StringComparer.Ordinal)
            .ToFrozenDictionary(group => group.Key, group => OnlyTarget(group), StringComparer.Ordinal);
        _byRank = [.. all.Where(entry => entry.Pattern.Stars > 0).OrderBy(entry => entry.Pattern, Comparer<DevicePattern>.Create((a, b) => a.CompareRank(b)))];
    }

    /// <summary>Null when nothing matches, or when equally specific patterns lead to different targets: better none than the wrong one.</summary>
    public T? Find(string deviceId)
    {
        // A pattern without a star has as many literals as the ID, and no star: nothing is more specific.
        if (_exact.TryGetValue(deviceId, out var exact))
        {
            return exact;
        }

        for (var i = 0; i < _byRank.Length; i++)
        {
            if (_byRank[i].Pattern.Matches(deviceId))
            {
                return IsContested(i, deviceId) ? null : _byRank[i].Target;
            }
        }

        return null;
    }

    private bool IsContested(int winner, string deviceId)
    {
        var (pattern, target) = _byRank[winner];
        for (var i = winner + 1; i < _byRank.Length && _byRank[i].Pattern.CompareRank(pattern) == 0; i++)
        {
            if (!ReferenceEquals(_byRank[i].Target, target) && _byRank[i].Pattern.Matches(deviceId))
            {
                return true;
            }
        }

        return false;
    }

    private static T? OnlyTarget(IEnumerable<(DevicePattern Pattern, T Target)> entries)
    {
        var targets = entries.Select(entry => entry.Target).Distinct(ReferenceEqualityComparer.Instance).ToArray();
        return targets.Length == 1 ? (T?)targets[0] : null;
    }
}
