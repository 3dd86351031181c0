import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HexFormat;

/**
 * 没有许可的页面不送出：先把响应攒在内存里，问网关恰好这些字节可不可以发布，可以才送。Java 17，Servlet 6（Tomcat 10.1）。
 *
 * 在 web.xml 里登记，初始化参数：gate（网关地址）、token（令牌）。映射到 /*，放在会改动内容的过滤器（压缩、插入脚本的）外层，
 * 这样问的就是送出去的字节。只适合已经生成好的静态内容；页面里有每次不同的部分时，应在发布时调用 GateClient.permitted。
 */
public final class GateFilter implements Filter {
    private GateClient gate;

    @Override
    public void init(FilterConfig config) throws ServletException {
        String address = config.getInitParameter("gate");
        String token = config.getInitParameter("token");
        if (address == null || token == null) {
            throw new ServletException("GateFilter 须有初始化参数 gate 和 token");
        }
        gate = new GateClient(address, token);
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletResponse given = (HttpServletResponse) response;
        Held held = new Held(given);
        chain.doFilter(new Whole((HttpServletRequest) request), held);
        byte[] bytes = held.bytes();
        // 不论状态是什么，有内容就要有许可：404 的页面也是页面。
        if (bytes.length > 0 && !given.isCommitted()) {
            if (!gate.permitted(bytes)) {
                given.resetBuffer();
                given.sendError(HttpServletResponse.SC_FORBIDDEN, "内容待审查");
                return;
            }
            given.setContentLength(bytes.length);
            given.getOutputStream().write(bytes);
        } else if (bytes.length == 0 && held.length >= 0 && !given.isCommitted()) {
            // 只问 HEAD 的：长度照说。
            given.setContentLengthLong(held.length);
        }
    }

    /** 请求，只要整个文件：许可是对整个文件的，送一段就没法问。 */
    private static final class Whole extends HttpServletRequestWrapper {
        Whole(HttpServletRequest request) {
            super(request);
        }

        private static boolean asksForPart(String name) {
            return "Range".equalsIgnoreCase(name) || "If-Range".equalsIgnoreCase(name);
        }

        @Override
        public String getHeader(String name) {
            return asksForPart(name) ? null : super.getHeader(name);
        }

        @Override
        public Enumeration<String> getHeaders(String name) {
            return asksForPart(name) ? Collections.emptyEnumeration() : super.getHeaders(name);
        }
    }

    /** 响应，攒着不送。 */
    private static final class Held extends HttpServletResponseWrapper {
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
        private PrintWriter writer;
        private long length = -1;

        Held(HttpServletResponse response) {
            super(response);
        }

        /** 原来的长度先不说：不许可的换成别的内容，长度不一样，说了访问者会一直等。 */
        @Override
        public void setContentLength(int value) {
            length = value;
        }

        @Override
        public void setContentLengthLong(long value) {
            length = value;
        }

        private boolean takesLength(String name, String value) {
            boolean isLength = "Content-Length".equalsIgnoreCase(name);
            if (isLength && value != null) {
                length = Long.parseLong(value.trim());
            }
            return isLength;
        }

        @Override
        public void setHeader(String name, String value) {
            if (!takesLength(name, value)) {
                super.setHeader(name, value);
            }
        }

        @Override
        public void addHeader(String name, String value) {
            if (!takesLength(name, value)) {
                super.addHeader(name, value);
            }
        }

        @Override
        public void setIntHeader(String name, int value) {
            if (!takesLength(name, Integer.toString(value))) {
                super.setIntHeader(name, value);
            }
        }

        @Override
        public void addIntHeader(String name, int value) {
            if (!takesLength(name, Integer.toString(value))) {
                super.addIntHeader(name, value);
            }
        }

        @Override
        public ServletOutputStream getOutputStream() {
            return new ServletOutputStream() {
                @Override
                public void write(int value) {
                    kept.write(value);
                }

                @Override
                public void write(byte[] bytes, int offset, int length) {
                    kept.write(bytes, offset, length);
                }

                @Override
                public boolean isReady() {
                    return true;
                }

                @Override
                public void setWriteListener(WriteListener listener) {
                    throw new IllegalStateException("只支持同步输出");
                }
            };
        }

        /** 按响应声明的编码写，不然送出的和声明的不一样。 */
        @Override
        public PrintWriter getWriter() throws IOException {
            if (writer == null) {
                setCharacterEncoding(getCharacterEncoding());
                writer = new PrintWriter(new OutputStreamWriter(kept, getCharacterEncoding()));
            }
            return writer;
        }

        /** 还没有问过，什么也不能送出去。 */
        @Override
        public void flushBuffer() {
            if (writer != null) {
                writer.flush();
            }
        }

        @Override
        public void resetBuffer() {
            flushBuffer();
            kept.reset();
            super.resetBuffer();
        }

        @Override
        public void reset() {
            flushBuffer();
            kept.reset();
            length = -1;
            super.reset();
        }

        byte[] bytes() {
            flushBuffer();
            return kept.toByteArray();
        }
    }
}

/** 问网关。任何失败都是“不可以”。 */
final class GateClient {
    private final HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final String address;
    private final String token;

    GateClient(String address, String token) {
        this.address = address;
        this.token = token;
    }

    boolean permitted(byte[] bytes) {
        try {
            String digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
            HttpRequest request = HttpRequest.newBuilder(URI.create(address + "/v1/permits/" + digest))
                    .header("Authorization", "Bearer " + token).timeout(Duration.ofSeconds(10)).GET().build();
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200 && answer.body().contains("\"digest\":\"" + digest + "\",\"permitted\":true");
        } catch (IOException | NoSuchAlgorithmException failure) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
