using System.Collections.Concurrent;
using System.Globalization;

namespace Busroot.Transformer.NodeRed.Functions;

/// <summary>What functions keep under <c>#:(account)::key</c>: JSON values that the devices of one account share, in memory.</summary>
/// <remarks>Threads: any. Give the same instance to every <see cref="RuleRunner"/>. It does not outlive the process.</remarks>
public sealed class AccountValues
{
    /// <summary>Most characters that one account's keys and JSON values may have together.</summary>
    public const int MostCharacters = 256 * 1024;

    private readonly ConcurrentDictionary<string, Values> _accounts = new(StringComparer.Ordinal);
    private readonly AccountValues? _beneath;

    /// <summary>Begins with nothing.</summary>
    public AccountValues()
    {
    }

    /// <summary>Begins with what others share, as it is at any time; what is kept or forgotten here, they do not see.</summary>
    public AccountValues(AccountValues beneath) => _beneath = beneath;

    /// <summary>Reads a value.</summary>
    /// <returns>JSON; null when there is none.</returns>
    public string? Get(string account, string key) =>
        _accounts.TryGetValue(account, out var values) && values.TryGet(key, out var json) ? json : _beneath?.Get(account, key);

    /// <summary>The keys of an account.</summary>
    public IReadOnlyList<string> Keys(string account)
    {
        IReadOnlyList<string> below = _beneath?.Keys(account) ?? [];
        return _accounts.TryGetValue(account, out var values) ? values.Keys(below) : below;
    }

    /// <summary>Keeps a value, or forgets it.</summary>
    /// <param name="account">The account.</param>
    /// <param name="key">The key.</param>
    /// <param name="json">JSON; null forgets.</param>
    /// <exception cref="ArgumentException">The account's values would be larger than <see cref="MostCharacters"/>; nothing is changed.</exception>
    public void Set(string account, string key, string? json) => _accounts.GetOrAdd(account, _ => new Values()).Set(key, json, isKept: json is not null || _beneath is not null);

    private sealed class Values
    {
        private readonly Lock _gate = new(); // taken by rules that use this store, for the time of a look-up
        private readonly OrderedDictionary<string, string?> _json = new(StringComparer.Ordinal); // null hides what is beneath
        private int _characters;

        public bool TryGet(string key, out string? json)
        {
            lock (_gate)
            {
                return _json.TryGetValue(key, out json);
            }
        }

        public IReadOnlyList<string> Keys(IReadOnlyList<string> below)
        {
            lock (_gate)
            {
                return [.. below.Where(key => !_json.ContainsKey(key)), .. _json.Where(entry => entry.Value is not null).Select(entry => entry.Key)];
            }
        }

        public void Set(string key, string? json, bool isKept)
        {
            lock (_gate)
            {
                var before = _json.TryGetValue(key, out var old) ? key.Length + (old?.Length ?? 0) : 0;
                var after = isKept ? key.Length + (json?.Length ?? 0) : 0;
                if (_characters - before + after > MostCharacters)
                {
                    throw new ArgumentException(string.Create(
                        CultureInfo.InvariantCulture, $"what the devices of this account share would be larger than {MostCharacters} characters"), nameof(json));
                }

                _characters += after - before;
                _json.Remove(key);
                if (isKept)
                {
                    _json[key] = json;
                }
            }
        }
    }
}
