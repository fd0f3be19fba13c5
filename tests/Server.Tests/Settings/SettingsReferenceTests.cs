using Busroot.Server.Settings;

namespace Busroot.Server.Tests.Settings;

public class SettingsReferenceTests
{
    [Fact]
    public void The_documented_table_says_what_the_code_does()
    {
        var documented = File.ReadLines(Path.Combine(Root(), "docs", "operations.md"))
            .Where(line => SettingTable.Sections.Any(section => line.StartsWith($"| `{section.Section}.", StringComparison.Ordinal)))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries)[1..^1])
            .Select(cells => (cells[0].Trim('`'), cells[2], cells[3], cells[4]));

        documented.Should().Equal(SettingTable.All.Select(setting => (setting.Name, setting.Default, setting.Range, setting.Form.Unit)));
    }

    private static string Root()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory!.FullName, "Busroot.Transform.sln")))
        {
            directory = directory.Parent;
        }

        return directory.FullName;
    }
}
