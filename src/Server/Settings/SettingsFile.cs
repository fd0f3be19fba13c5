using System.Text.Json;
using Busroot.Transformer.Rules;

namespace Busroot.Server.Settings;

/// <summary>The settings file of <c>busroot up --config</c>: JSON, every key of which is optional.</summary>
/// <remarks>It is read as rule files are: all that is wrong with it is found at once, and each problem names its line and column.</remarks>
internal sealed class SettingsFile
{
    private const int LargestBytes = 1024 * 1024; // a thousand times what a long one has

    private readonly string _path;
    private readonly ProblemLog _log;

    private SettingsFile(string path, ProblemLog log)
    {
        _path = path;
        _log = log;
    }

    /// <summary>Values by the option that says the same; a switch that is on is "true".</summary>
    public Dictionary<string, GivenText> Options { get; } = [];

    /// <summary>Limits that the file sets.</summary>
    public Dictionary<Setting, List<GivenText>> Limits { get; } = [];

    /// <summary>Reads a file.</summary>
    /// <param name="path">As given; null for none.</param>
    /// <param name="problems">Gains one line a problem. Values are not judged yet, only their kind.</param>
    public static SettingsFile Read(string? path, List<string> problems)
    {
        var source = new SourceText(path ?? "", path is null ? "{}"u8.ToArray() : Content(path, problems) ?? "{}"u8.ToArray());
        var log = new ProblemLog(source);
        var file = new SettingsFile(source.File, log);
        if (SourceNode.Parse(source, out var problem) is { } root)
        {
            file.ReadRoot(root);
        }
        else
        {
            problems.Add($"{problem}");
        }

        problems.AddRange(log.Problems.Select(found => found.ToString()));
        return file;
    }

    private static byte[]? Content(string path, List<string> problems)
    {
        try
        {
            var bytes = File.ReadAllBytes(path);
            if (bytes.Length <= LargestBytes)
            {
                return bytes.AsSpan().StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;
            }

            problems.Add($"--config {path}: the file has {bytes.Length} bytes; a settings file has {LargestBytes} at most.");
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            problems.Add($"--config {path}: there is no such file.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            problems.Add($"--config {path}: the file cannot be read ({error.Message.TrimEnd('.')}).");
        }

        return null;
    }

    private void ReadRoot(SourceNode root)
    {
        var sections = FileOption.All.Select(option => option.Section).Concat(SettingTable.Sections.Select(section => section.Section)).Where(name => name.Length > 0).Distinct();
        string[] known = ["$schema", .. FileOption.All.Where(option => option.Section.Length == 0).Select(option => option.Key), .. sections];
        if (ObjectReader.Open(root, "the settings file", known, [], _log) is not { } file)
        {
            return;
        }

        ReadOptions(root, "");
        foreach (var member in root.Members.Where(member => sections.Contains(member.Name)))
        {
            string[] keys = [.. FileOption.All.Where(option => option.Section == member.Name).Select(option => option.Key), .. SettingTable.All.Where(setting => setting.Section == member.Name).Select(setting => setting.Key)];
            if (ObjectReader.Open(member.Value, $"\"{member.Name}\"", keys, [], _log) is not null)
            {
                ReadOptions(member.Value, member.Name);
                ReadLimits(member.Value, member.Name);
            }
        }
    }

    private void ReadOptions(SourceNode node, string section)
    {
        foreach (var member in node.Members)
        {
            if (FileOption.All.FirstOrDefault(option => option.Section == section && option.Key == member.Name) is { } option)
            {
                ReadOption(option, member.Value);
            }
        }
    }

    private void ReadOption(FileOption option, SourceNode value)
    {
        var isSwitch = option.Value == FileOption.Switch;
        if (isSwitch ? value.Kind is not (JsonValueKind.True or JsonValueKind.False) : value.Kind != JsonValueKind.String)
        {
            _log.Add(value.At, $"\"{option.Key}\" is {(isSwitch ? option.Value : $"a text, {option.Value}")}, not {value.Described}");
            return;
        }

        var text = isSwitch ? value.Described : option.IsPath ? FromHere(value.Text) : value.Text;
        Options[option.Option] = new GivenText(text, Place(value), value.Described);
    }

    private void ReadLimits(SourceNode node, string section)
    {
        foreach (var member in node.Members)
        {
            if (SettingTable.All.FirstOrDefault(setting => setting.Section == section && setting.Key == member.Name) is not { } setting)
            {
                continue;
            }

            if (!setting.Form.IsList)
            {
                Limits[setting] = [Given(setting, member.Value)];
            }
            else if (member.Value.Kind == JsonValueKind.Array)
            {
                Limits[setting] = [.. member.Value.Items.Select(item => Given(setting, item))];
            }
            else
            {
                _log.Add(member.Value.At, $"\"{setting.Key}\" is an array of {setting.Range}, not {member.Value.Described}");
            }
        }
    }

    private GivenText Given(Setting setting, SourceNode value) =>
        new(setting.Form.Takes(value.Kind) ? value.Kind == JsonValueKind.String ? value.Text : value.Described : null, Place(value), value.Described);

    private string Place(SourceNode node) => $"{_path}:{node.At.Line}:{node.At.Column}";

    private string FromHere(string path) => path.Length == 0 ? path : Path.Combine(Path.GetDirectoryName(Path.GetFullPath(_path)) ?? "", path);
}
