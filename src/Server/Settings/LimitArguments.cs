using Busroot.Transformer.Rules;

namespace Busroot.Server.Settings;

/// <summary>Reads <c>--limit name=value</c>.</summary>
internal static class LimitArguments
{
    private const string Option = "--limit";

    /// <summary>Puts what was given over what the settings file has.</summary>
    /// <param name="arguments">As written, without the option.</param>
    /// <param name="given">Gains or changes one entry a name.</param>
    /// <param name="problems">Gains one line a problem.</param>
    public static void Read(IEnumerable<string> arguments, Dictionary<Setting, List<GivenText>> given, List<string> problems)
    {
        var seen = new Dictionary<Setting, List<GivenText>>();
        foreach (var argument in arguments)
        {
            var equals = argument.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0)
            {
                problems.Add($"{Option} {argument}: write a name, an equals sign and a value, such as maximumPacketBytes=64KiB.");
            }
            else if (SettingTable.Find(argument[..equals]) is not { } setting)
            {
                problems.Add($"{Option} {argument}: there is no limit \"{argument[..equals]}\"{ObjectReader.Hint(argument[..equals], SettingTable.Names, "; 'busroot config' lists them all")}");
            }
            else
            {
                Add(seen, setting, new GivenText(argument[(equals + 1)..], $"{Option} {argument}", $"\"{argument[(equals + 1)..]}\""), problems);
            }
        }

        foreach (var (setting, texts) in seen)
        {
            given[setting] = texts;
        }
    }

    private static void Add(Dictionary<Setting, List<GivenText>> seen, Setting setting, GivenText text, List<string> problems)
    {
        if (seen.TryAdd(setting, [text]))
        {
            return;
        }

        if (setting.Form.IsList)
        {
            seen[setting].Add(text);
        }
        else
        {
            problems.Add($"{text.Place}: {setting.Key} is given twice; keep one.");
        }
    }
}
