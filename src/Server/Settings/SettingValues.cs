namespace Busroot.Server.Settings;

/// <summary>The limits in force: the defaults, and what was given instead of them.</summary>
internal sealed class SettingValues
{
    private readonly Dictionary<Type, object> _records = SettingTable.Sections.ToDictionary(section => section.Record, section => Activator.CreateInstance(section.Record)!);
    private readonly Dictionary<Setting, string> _places = [];

    /// <summary>Reads what was given.</summary>
    /// <param name="given">By setting; the last who spoke of it has already won.</param>
    /// <param name="problems">Gains every value that cannot be.</param>
    public static SettingValues Read(IReadOnlyDictionary<Setting, List<GivenText>> given, List<string> problems)
    {
        var values = new SettingValues();
        foreach (var (setting, texts) in given)
        {
            if (setting.Read(texts, problems) is { } value)
            {
                setting.Set(values.RecordOf(setting), value);
                values._places[setting] = texts.Count == 0 ? "" : texts[0].Place;
            }
        }

        return values;
    }

    /// <summary>The record of a section.</summary>
    public T Of<T>() => (T)_records[typeof(T)];

    /// <summary>The value in force, as it would be written.</summary>
    public string Show(Setting setting) => setting.Show(RecordOf(setting));

    /// <summary>Where the value was given; empty for a default.</summary>
    public string PlaceOf(Setting setting) => _places.GetValueOrDefault(setting, "");

    private object RecordOf(Setting setting) => _records[SettingTable.Sections.First(section => section.Section == setting.Section).Record];
}
