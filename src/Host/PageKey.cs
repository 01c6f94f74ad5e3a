using System.Buffers.Binary;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;

namespace OpsWorkflows.Host;

/// <summary>
/// The place of the last row of a page in its list, by the moment and the id that order it; to callers an opaque text. A row
/// without a moment stands behind all that have one.
/// </summary>
public sealed record PageKey(DateTimeOffset? At, Guid Id)
{
    const int Length = sizeof(long) + 16;

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Length];
        BinaryPrimitives.WriteInt64BigEndian(bytes, At?.UtcTicks ?? 0);
        Id.TryWriteBytes(bytes[sizeof(long)..]);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Lets a minimal API and a page take it from the query.</summary>
    public static bool TryParse(string? text, IFormatProvider? provider, [NotNullWhen(true)] out PageKey? key)
    {
        key = null;
        Span<byte> bytes = stackalloc byte[Length];
        if (text is null || !Base64Url.IsValid(text, out var length) || length != Length)
        {
            return false;
        }
        Base64Url.DecodeFromChars(text, bytes);
        var ticks = BinaryPrimitives.ReadInt64BigEndian(bytes);
        if (ticks < 0 || ticks > DateTimeOffset.MaxValue.UtcTicks)
        {
            return false;
        }
        key = new(ticks == 0 ? null : new DateTimeOffset(ticks, TimeSpan.Zero), new Guid(bytes[sizeof(long)..]));
        return true;
    }
}

/// <summary>How long pages of lists are.</summary>
public static class PageLength
{
    public const int Usual = 50;
    public const int Longest = 200;

    public static int Of(int? asked) => Math.Clamp(asked ?? Usual, 1, Longest);
}

/// <summary>A page of a list; <paramref name="Next"/> is what asks for the page behind it, null on the last one.</summary>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);
