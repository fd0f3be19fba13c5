using System.Collections.Immutable;
using System.Reflection;
using Busroot.Broker.Limits;
using Busroot.Server.Pipeline.Shadows;
using Busroot.Storage.History;
using Busroot.Storage.Quarantine;

namespace Busroot.Server.Settings;

/// <summary>Every limit that can be set, in the order of the reference.</summary>
internal static class SettingTable
{
    /// <summary>The section of the settings file that names may be given without.</summary>
    public const string MainSection = "limits";

    /// <summary>Sections and the records they fill.</summary>
    public static ImmutableArray<(string Section, Type Record)> Sections { get; } = [(MainSection, typeof(BrokerLimits)), ("quarantine", typeof(QuarantineLimits)), ("history", typeof(HistoryLimits)), ("shadow", typeof(ShadowLimits))];

    public static ImmutableArray<Setting> All { get; } = [.. Sections.SelectMany(section => Of(section.Section, section.Record))];

    /// <summary>Finds a setting by its name, of which the main section may be left out.</summary>
    public static Setting? Find(string name) => All.FirstOrDefault(setting => setting.Name == name || (setting.Section == MainSection && setting.Key == name));

    /// <summary>Names as people write them.</summary>
    public static IEnumerable<string> Names => All.Select(setting => setting.Section == MainSection ? setting.Key : setting.Name);

    private static IEnumerable<Setting> Of(string section, Type record)
    {
        var defaults = Activator.CreateInstance(record)!;
        return record.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanWrite)
            .Select(property => new Setting(section, property, defaults));
    }
}
