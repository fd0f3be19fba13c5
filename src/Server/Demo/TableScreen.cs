using Spectre.Console;

namespace Busroot.Server.Demo;

/// <summary>A table with a row for each device that changes in place: for a terminal. Colours follow the terminal and NO_COLOR.</summary>
internal sealed class TableScreen(IAnsiConsole console) : IDemoScreen
{
    private const int RawColumn = 1, SignalsColumn = 2, CountColumn = 3;

    public Task ShowAsync(IReadOnlyList<string> devices, Func<Action<DemoReading>, Task> work)
    {
        var table = new Table().Border(TableBorder.Rounded).Expand()
            .AddColumn("device").AddColumn("last raw reading").AddColumn("what it became").AddColumn(new TableColumn("readings").RightAligned())
            .Caption("Ctrl-C ends it. In another terminal: busroot tail 'busroot/v1/+/+'");
        var counts = devices.ToDictionary(device => device, _ => 0);
        foreach (var device in devices)
        {
            table.AddRow(new Text(device), Text.Empty, Text.Empty, new Text("0"));
        }

        return console.Live(table).StartAsync(live => work(reading =>
        {
            var row = devices.Index().First(entry => entry.Item == reading.Device).Index;
            table.UpdateCell(row, RawColumn, new Text(reading.Raw, new Style(Color.Grey)) { Overflow = Overflow.Ellipsis });
            table.UpdateCell(row, SignalsColumn, new Text(reading.Result, new Style(ColourOf(reading.Fate))));
            table.UpdateCell(row, CountColumn, new Text($"{++counts[reading.Device]}"));
            live.Refresh();
        }));
    }

    private static Color ColourOf(DemoFate fate) => fate switch
    {
        DemoFate.Signals => Color.Green,
        DemoFate.Ignored => Color.Grey,
        _ => Color.Yellow,
    };
}
