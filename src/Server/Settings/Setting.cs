using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Busroot.Mqtt;

namespace Busroot.Server.Settings;

/// <summary>One limit that can be set: a property of an options record, which alone says its default and range.</summary>
internal sealed class Setting
{
    private readonly PropertyInfo _property;
    private readonly IComparable? _lowest;
    private readonly IComparable? _highest;

    /// <param name="section">The object of the settings file it stands in, such as <c>limits</c>.</param>
    /// <param name="property">An init property of a record.</param>
    /// <param name="defaults">The record as it is made without a word.</param>
    public Setting(string section, PropertyInfo property, object defaults)
    {
        _property = property;
        Section = section;
        Key = JsonNamingPolicy.CamelCase.ConvertName(property.Name);
        Form = FormOf(property);
        Default = Form.Show(property.GetValue(defaults)!);
        (_lowest, _highest) = BoundsOf(property);
    }

    public string Section { get; }

    /// <summary>Its name within its section, such as <c>maximumPacketBytes</c>.</summary>
    public string Key { get; }

    /// <summary>Its whole name, such as <c>limits.maximumPacketBytes</c>.</summary>
    public string Name => $"{Section}.{Key}";

    public SettingForm Form { get; }

    /// <summary>Its default, written as it would be given.</summary>
    public string Default { get; }

    /// <summary>What it may be: "128 to 1GiB", "0 or more", "true or false".</summary>
    public string Range => this switch
    {
        { Form: SwitchForm } => "true or false",
        { Form: FiltersForm } => "topic filters",
        { _highest: long.MaxValue } => $"{Form.Show(_lowest!)} or more",
        _ => $"{Form.Show(_lowest!)} to {Form.Show(_highest!)}",
    };

    /// <summary>Reads values that were given for it.</summary>
    /// <param name="given">At least one; exactly one unless it is a list.</param>
    /// <param name="problems">Gains one line a value that is of the wrong form or out of range.</param>
    /// <returns>Null when there is a problem.</returns>
    public object? Read(IReadOnlyList<GivenText> given, List<string> problems)
    {
        var values = given.Select(text => Read(text, problems)).ToList();
        return values.Contains(null) ? null
            : Form.IsList ? ImmutableArray.CreateRange(values.Cast<string>())
            : values[^1];
    }

    /// <summary>Says what it should have been.</summary>
    public string Refusal(string given) => Form.Noun.Length == 0
        ? $"{Key} is {Range}, not {given}"
        : $"{Key} is {Form.Noun} {Range}, such as {Default}; not {given}";

    /// <summary>Its value in a record, written as it would be given.</summary>
    public string Show(object record) => Form.Show(_property.GetValue(record)!);

    /// <summary>Puts a value that <see cref="Read(IReadOnlyList{GivenText}, List{string})"/> gave into a record nobody uses yet.</summary>
    public void Set(object record, object value) => _property.SetValue(
        record,
        _property.PropertyType.IsEnum ? Enum.ToObject(_property.PropertyType, value)
        : value is long ? Convert.ChangeType(value, _property.PropertyType, CultureInfo.InvariantCulture)
        : value);

    private object? Read(GivenText given, List<string> problems)
    {
        var value = given.Text is { } text ? Form.Parse(text) : null;
        if (value is null || _lowest?.CompareTo(value) > 0 || _highest?.CompareTo(value) < 0)
        {
            problems.Add($"{given.Place}: {Refusal(given.Described)}");
            return null;
        }

        return value;
    }

    private static SettingForm FormOf(PropertyInfo property) => property.PropertyType switch
    {
        var type when type == typeof(TimeSpan) => new TimeForm(),
        var type when type == typeof(bool) => new SwitchForm(),
        var type when type == typeof(ImmutableArray<string>) => new FiltersForm(),
        _ when property.Name.EndsWith("Bytes", StringComparison.Ordinal) => new SizeForm(),
        _ => new CountForm(),
    };

    private static (IComparable? Lowest, IComparable? Highest) BoundsOf(PropertyInfo property) => property.GetCustomAttribute<RangeAttribute>() switch
    {
        { Minimum: string lowest, Maximum: string highest } => (TimeSpan.Parse(lowest, CultureInfo.InvariantCulture), TimeSpan.Parse(highest, CultureInfo.InvariantCulture)),
        { } range => (Whole(range.Minimum), Whole(range.Maximum)),
        null when property.PropertyType == typeof(QualityOfService) => (0L, 2L),
        null => (null, null),
    };

    // An attribute has no form for long: a bound beyond int arrives as a double, the largest of them just past what a long holds.
    private static long Whole(object bound) => bound is double and >= long.MaxValue ? long.MaxValue : Convert.ToInt64(bound, CultureInfo.InvariantCulture);
}
